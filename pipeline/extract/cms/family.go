package cms

import (
	"cmp"

	"baotinh/pipeline/newspaper"
)

// A family is a content management system, known by CSS selectors for what its pages have: several
// separated by commas, the better ones first. Newspapers change their design often, their system seldom. A
// new newspaper of a known system needs nothing here, one of a new system a row.
type family struct {
	name      string // as the catalogue names it
	signature string // elements that only this system writes
	title     string
	date      string // of publication, as printed or in an attribute content or datetime
	byline    string
	sapo      string
	body      string
	caption   string
	drop      string // inside the body
	section   string // holds the rubric, or links to it and those above it
	tags      string // holds a link for each
}

// families are tried in this order where a page bears the marks of several.
var families = []family{
	{
		// 1cdn.vn: Nghệ An, Hà Nội, Hải Phòng, Đà Nẵng …; addresses end in -<id>.html.
		name:      "onecms",
		signature: `.block-sc-title, .b-maincontent, .onecms__tags, .c-news-detail, .sc-longform-header`,
		title:     `.block-sc-title, .c-detail-head__title, h1.c-news-detail__title`,
		date:      `.block-sc-publish-time, .c-detail-head__time, .c-news-detail__time`,
		byline:    `.block-sc-author, .c-detail-head__author, .c-news-detail__author`,
		sapo:      `.block-sc-sapo, .c-news-detail__sapo`,
		body:      `.b-maincontent .entry, article.entry, .c-news-detail .entry, .b-maincontent`,
		caption:   `.image_desc, .desc_image`,
		drop: `.sc-longform-header, .sc-empty-layer, .c-box, .c-news-related, .c-banner-inpage,
			.c-article-reaction,
			.onecms__tags, .c-widget, .c-news-detail__tags`,
		section: `.block-sc-cate-name, .c-breadcrumb`,
		tags:    `.onecms__tags, .c-widget-tags`,
	},
	{
		// ePi, formerly Hemera: Gia Lai, Hà Tĩnh, Lào Cai, Sài Gòn Giải Phóng …; -post<id>.html. Some of its
		// pages stack further articles below the first.
		name: "epi",
		signature: `.cms-body, .zce-content-body, .article__body, .cms-title, .article__sapo,
			.article__author`,
		title:  `.article__title.cms-title, h1.article__title, h1.cms-title, .article__title`,
		date:   `meta.cms-date, .article__meta time, time.cms-date, .article__date`,
		byline: `.article__meta .cms-author, .article__author, .cms-author, .article__source`,
		sapo:   `.article__sapo, .cms-desc, .article__summary, .article__desc`,
		body: `.article__body.cms-body, .cms-body, .zce-content-body, .article__body,
			.article__content .content,
			[itemprop=articleBody], .article__content`,
		caption: `.fig, .image_desc, .box-desc`,
		drop: `.article__tag, .article__related, .article__related-inline, .ads_middle, div[id^=adsWeb_],
			a.cms-relate,
			.article__meta, .article__story, .cms-relate, .notification`,
		section: `.breadcrumb, .breadcrumbs__cate, .article__cate`,
		tags:    `.article__tag, .tag-listing`,
	},
	{
		// VCCorp's IMS: Tuổi Trẻ, Thanh Niên, Người Lao Động …
		name:      "vccorp",
		signature: `.afcbc-body, [data-role=publishdate], [data-role=sapo], .VCSortableInPreviewMode`,
		title:     `[data-role=title]`,
		date:      `[data-role=publishdate]`,
		byline:    `[data-role=author] .name, [data-role=author], .detail-author-bot`,
		sapo:      `[data-role=sapo]`,
		body:      `.afcbc-body, [data-role=content], .detail-content`,
		caption:   `.PhotoCMS_Caption`,
		drop: `[type=RelatedNewsBox], [type=RelatedOneNews], [type=VideoStream], .readmore-body-box,
			.detail-author-bot,
			[type=RelatedNews], [type=boxvote], [type=Vote]`,
		section: `[data-role=cate-name]`,
		tags:    `.detail-tag-list, [data-role=tag]`,
	},
	{
		// An Giang, Cần Thơ, Bến Tre, Đồng Tháp …; -a<id>.html. The first h1 may be the breadcrumb; "Theo …"
		// in p.author.
		name:      "content-fck",
		signature: `.content-fck, #newscontents, .detail-date-share, .content-fck-font-size`,
		title:     `.detail-title h1, h1.fw700, .detail-title`,
		date:      `.detail-date-share .pubdate, .pubdate`,
		byline:    `.content-fck p.author, p.author`,
		sapo:      `.detail-desc, h4.sapo, .sapo, .fw600.justify`,
		body: `#newscontents .content-fck-font-size, #newscontents .content-fck, #newscontents,
			#contentNews .singular-content,
			.content-fck`,
		drop:    `.detail-related, .news-relate, .sharemxh, .detail-tag, .detail-sharelike`,
		section: `.breadcrumb, .detail-cate`,
		tags:    `.detail-tag`,
	},
	{
		// Đắk Lắk, Đồng Nai, Thái Nguyên, Khánh Hòa …; /<section>/<yyyymm>/<slug>-<7 hex>/.
		name: "hex7",
		signature: `#page_info #site_id, .wrapper-post-detail, .content-fully, .td-post-content,
			#article_title`,
		title: `.detail-main-title h1, h1.media-heading, h1.title-detail, #article_title`,
		date: `.group-time time, .wrapper-post-detail time, .article_content .date, div.date,
			.media-heading ~ .date, .date-contentL`,
		byline: `.after-author .author, .content-author .author`,
		sapo:   `.content-reply .reply, .content-reply`,
		body: `#content .td-post-content, .content-detail .td-post-content, .td-post-content,
			.article_content #content,
			#content.content-detail, .content-fully`,
		caption: `.group-caption, table.image, .image_desc`,
		drop: `.related2, div[class^=image_related_], .td-post-sharing, ul.social, .bd02, .tags-box,
			.after-author`,
		section: `.group-category, #cate_title`,
		tags:    `.tags-box .tags`,
	},
	{
		// MEDIATECH and its like: Lạng Sơn, Tây Ninh, Quảng Ninh, Hưng Yên …; -<id>.html. A sapo cut at 300
		// characters stands beside the whole one.
		name:      "content-detail",
		signature: `#content-detail, meta[content=MEDIATECH], #post-id`,
		title:     `h1.title-detail, .detail-title h1, h1.detail-title, h1.title, #article-title`,
		date:      `.detail-date, .detail-time, .post-date, .date-detail, .meta-date`,
		byline:    `#content-detail .author, .detail-author`,
		sapo: `#content-detail p.sapo, #content-detail h2.sapo, #content-detail > h2,
			#content-detail .sapo, .sapo`,
		body:    `#content-detail`,
		drop:    `.relates, ins.ads-zone-group, [data-nosnippet], .topics`,
		section: `#cate-title`,
		tags:    `.tags, .detail-tags`,
	},
	{
		name:      "mastercms",
		signature: `.__MASTERCMS_CONTENT, .__MASTERCMS_CONTENT_BODY, .__MB_ARTICLE_A, .article-detail-title`,
		title:     `h1.article-detail-title, .article-detail-title`,
		date:      `.article-detail-date, .bx-time, .format_date, .article-date`,
		byline:    `.article-detail-author, .bx-author`,
		sapo:      `.article-detail-desc`,
		body:      `.__MASTERCMS_CONTENT_BODY, .__MASTERCMS_CONTENT`,
		caption:   `.__mb_article_in_image`,
		drop:      `table.__MB_ARTICLE_A, .article-detail-similar, .__MB_ARTICLE_PAGING`,
		section:   `.article-detail-cat, .breadcrumb`,
		tags:      `.article-detail-tag`,
	},
	{
		// NukeViet: districts, departments and towns by the hundred. Picture and sapo stand before the body,
		// "Tác giả bài viết: …" and "Nguồn tin: …" behind it.
		name:      "nukeviet",
		signature: `#news-bodyhtml, .bodytext, .hometext, meta[name=generator][content^=NukeViet], #digclock`,
		title:     `h1.title, h2.title`,
		sapo:      `.hometext`,
		body:      `#news-bodyhtml, .bodytext, #bodytext`,
		drop:      `.copyright, .news_column .socialicon`,
		section:   `.breadcrumb`,
		tags:      `.keywords, .tags`,
	},
	{
		// ASP.NET Web Forms portals, written into nested tables: Bình Định, Phú Yên, Cao Bằng until 2020 …
		name:      "aspx",
		signature: `[id$=_lbHeadline], [id$=_lbBody], [id$=_lblTitle], [id$=_lblContent], [id$=_lblNoiDung]`,
		title:     `[id$=_lbHeadline], [id$=_lblHeadline], [id$=_lblTitle], [id$=_lbTitle], [id$=_lblTieuDe]`,
		date: `[id$=_lbDate], [id$=_lblDate], [id$=_lbPublishDate], [id$=_lblNgayDang],
			[id$=_lblPublishDate]`,
		byline: `[id$=_lbAuthor], [id$=_lblAuthor], [id$=_lblTacGia]`,
		sapo:   `[id$=_lbSummary], [id$=_lblSummary], [id$=_lbLead], [id$=_lblLead], [id$=_lblTomTat]`,
		body: `[id$=_lbBody], [id$=_lblBody], [id$=_lblContent], [id$=_lbContent], [id$=_lblNoiDung],
			[id$=_lblDetail],
			[id$=_divContent]`,
		section: `[id$=_lbCategory], [id$=_lblCategory]`,
	},
	{
		// Liferay portlets and the .bbg pages of Bắc Ninh and Bắc Giang.
		name: "bbg",
		signature: `.news-details__content, .news_detail_sapo, [id*=_WAR_], .journal-content-article,
			.portlet-asset-publisher`,
		title:  `h1.news-details__title, .news-details__title, .asset-title, h1.title-detail, h3.asset-title`,
		date:   `.news-details__date, .news-details__time, .metadata-publish-date, .publish-date`,
		byline: `.news-details__author, .metadata-author`,
		sapo:   `.news_detail_sapo, .news-details__sapo, .asset-summary`,
		body: `.news-details__content, .link_content, .journal-content-article,
			.asset-content .asset-full-content,
			.asset-full-content`,
		drop:    `.news-related__list, .taglib-social-bookmarks, .asset-ratings, .asset-links, .news-related`,
		section: `.breadcrumb`,
		tags:    `.news-details__tags, .taglib-asset-tags-summary`,
	},
	{
		name: "wordpress",
		signature: `meta[name=generator][content^=WordPress], .entry-content, .td-post-title, .hentry,
			.post-template-default`,
		title: `h1.entry-title, .entry-title, h1.post-title, h1.single-title, .tdb-title-text`,
		date: `.posted-on time.published, time.entry-date, .entry-date, .post-date, .entry-meta time,
			.meta-date`,
		byline:  `.entry-content .author, .post-author-name`,
		sapo:    `.entry-excerpt, .post-excerpt, .td-post-sub-title`,
		body:    `.entry-content, .td-post-content, .post-content, .single-content, .the-content`,
		caption: `.wp-caption-text, .wp-element-caption`,
		drop: `.sharedaddy, .jp-relatedposts, .post-tags, .entry-footer, .addtoany_share_save_container,
			.yarpp,
			.wp-block-latest-posts, .post-navigation, .ez-toc-container, .kk-star-ratings, .crp_related`,
		section: `.cat-links, .entry-category, .breadcrumb`,
		tags:    `.tags-links, .post-tags, .tagcloud`,
	},
	{
		name: "drupal",
		signature: `meta[name=generator][content^=Drupal], .field--name-body, .field-name-body,
			.node__content,
			.node-article`,
		title: `h1.page-title, h1#page-title, .field--name-title, h1.title`,
		date: `.field--name-created, .field-name-post-date, .submitted time, .node__submitted, .submitted,
			.field--name-field-ngay-dang`,
		byline: `.field--name-field-author, .field-name-field-author, .field--name-field-tac-gia`,
		sapo: `.field--name-field-summary, .field-name-field-summary, .field--name-field-sapo,
			.field-name-field-sapo`,
		body:    `.field--name-body, .field-name-body, .node__content`,
		caption: `.field--name-field-caption, .image-field-caption`,
		drop:    `.links, .field--name-field-tags, .field-name-field-tags, .book-navigation`,
		section: `.breadcrumb`,
		tags:    `.field--name-field-tags, .field-name-field-tags`,
	},
	{
		// Portal pages of provinces and ministries.
		name: "sharepoint",
		signature: `meta[name=GENERATOR][content*=SharePoint], .ms-rtestate-field, #DeltaPlaceHolderMain,
			.ArticleHeader,
			.ArticleContent`,
		title:   `.ArticleHeader h1, .ArticleTitle, h1.news-title, .title-news, #pageTitle`,
		date:    `.ArticleDate, .date-time, .news-date, .PostDate, .ArticlePostDate`,
		byline:  `.ArticleByLine, .ArticleAuthor`,
		sapo:    `.ArticleSummary, .ArticleLead, .news-summary`,
		body:    `.ArticleContent, .ms-rtestate-field, .article-content, .news-content`,
		caption: `.ArticleCaption, .ms-rteImageCaption`,
		drop:    `.ms-webpart-chrome-title, .ArticleOther`,
	},
	{
		name:      "vnexpress",
		signature: `.fck_detail, .title_news_detail, .title-detail`,
		title:     `h1.title-detail, .title_news h1, h1.title_news_detail`,
		date:      `.header-content .date, .block_timer, .time_detail_news`,
		byline:    `.fck_detail .author_mail strong, .fck_detail .author_mail`,
		sapo:      `p.description, .short_intro, h2.short_intro`,
		body:      `.fck_detail`,
		caption:   `p.Image, .desc_cation`,
		drop:      `.box_embed_video, .box_tinlienquan, [data-component-type=tin_xemthem]`,
		section:   `.breadcrumb`,
		tags:      `.tag_item, .block_tag`,
	},
	{
		// Addresses end in -<id>.htm: Thanh Hóa, Hà Tĩnh until 2020. Paragraphs have class names of their
		// kinds.
		name:      "htm",
		signature: `#main-detail, .sapo_detail, .pBody, .pAuthor`,
		title:     `#main-detail .pTitle, h1.title_detail, h1.pTitle`,
		date:      `.date_news`,
		byline:    `.pAuthor`,
		sapo:      `.sapo_detail, .pHead`,
		body:      `#main-detail`,
		caption:   `.pCaption, .iCaption`,
		drop:      `.drelated`,
	},
	{
		// Pictures under /uploads/image/: Bạc Liêu, Cà Mau and Đắk Nông of 2019.
		name:      "uploads-image",
		signature: `.newscontent, .title-italic, .text-intro`,
		title:     `h1.title-detail, h2.title-detail`,
		date:      `.date-contentL, .date-time, .date`,
		sapo:      `.title-italic, .text-intro`,
		body:      `.newscontent`,
	},
	{
		// The number of the article in the path, before its name: Bình Phước, Thái Bình.
		name:      "id-path",
		signature: `.news_body, .news_content .fr-view`,
		date:      `.news_content .date, .time`,
		sapo:      `.sapo, .news_content .desc`,
		body:      `.news_body, .news_content .fr-view`,
		caption:   `.hinh`,
		drop:      `.ilink, .views`,
	},
	{
		// Pictures under ims.<host>/NewsImg/: Hòa Bình, Yên Bái.
		name:      "ims-newsimg",
		signature: `.singlepage, .post.clearfix`,
		date:      `.meta`,
		sapo:      `.summary`,
		body:      `.singlepage, .post.clearfix`,
		drop:      `.related-post`,
	},
	{
		// Papers that share a design rather than a system.
		name:      "singular",
		signature: `.singular-content, .singular-sapo, #maincontent.maincontent, .post-summary, .art-body`,
		title: `h1.title-page.detail, h1.title-page, h1.content-detail-title, h1.post-title,
			h1.header-title`,
		date:   `.author-time, .bread-crumb-detail__time, .post-subinfo .pubdate, .art-info time`,
		byline: `.author-wrap .author-name, .article-detail-author .name`,
		sapo:   `.singular-sapo, .content-detail-sapo, .post-summary, h4.sapo, .chappeau`,
		body: `.singular-content, #maincontent, .art-body, .editor-content, #content_detail,
			.contentView`,
		drop:    `.article-related, .insert-wiki-content, .vnn-template-noneditable`,
		section: `.breadcrumb`,
		tags:    `.tags-wrap, .tag-cotnent`,
	},
}

// override returns the row of a newspaper: that of its family, replaced where the catalogue has selectors.
func override(n *newspaper.Newspaper) family {
	var f family
	for i := range families {
		if families[i].name == n.Family {
			f = families[i]
		}
	}
	s := &n.Selectors
	f.name = n.Key
	f.title = cmp.Or(s.Title, f.title)
	f.date = cmp.Or(s.Date, f.date)
	f.byline = cmp.Or(s.Byline, f.byline)
	f.sapo = cmp.Or(s.Sapo, f.sapo)
	f.body = cmp.Or(s.Body, f.body)
	f.caption = cmp.Or(s.Caption, f.caption)
	f.drop = cmp.Or(s.Drop, f.drop)
	return f
}

// A Field names a column of the table of families.
type Field uint8

// The fields, those first by which a family is recognised.
const (
	FieldSignature Field = iota // elements that only this system writes
	FieldTitle
	FieldDate // of publication
	FieldByline
	FieldSapo
	FieldBody
	FieldCaption
	FieldDrop // inside the body, but not of the article
	FieldSection
	FieldTags

	// Fields is how many there are.
	Fields = iota
)

func (f *family) selectors() [Fields]string {
	return [...]string{f.signature, f.title, f.date, f.byline, f.sapo, f.body, f.caption, f.drop,
		f.section, f.tags}
}
