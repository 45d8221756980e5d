package deliver

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	stdmail "net/mail"
	"os"
	"strings"
	"time"
	"unicode"

	"github.com/wneessen/go-mail"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/cmd/baotinh/internal/watch"
)

// mail sends the digest of a watch, if it is due.
func (d *delivery) mail(st *watch.SinkState, told int) (int, error) {
	if !d.isDue(st, told) {
		return 0, nil
	}
	due := d.watch.Mail.LastDue(d.Now)
	isNothing := st.Pending == nil && told == st.Delivered && !d.watch.Mail.Empty
	if st.Pending == nil {
		st.Due = due
	}
	if isNothing {
		return 0, d.folder.WriteSink(d.watch.Name, watch.ByMail, *st)
	}
	wasPending := st.Pending != nil
	sent := 0
	for sent == 0 || st.Pending != nil || st.Delivered < told {
		n, err := d.mailOnce(st, min(told, st.Delivered+mailItems))
		if err != nil {
			return sent, err
		}
		sent += n
		if wasPending && !d.isDue(st, told) { // items told since then wait for the next digest
			break
		}
		wasPending = false
	}
	return sent, nil
}

// mailItems is how many items a mail has at most. If more were told, there are several mails.
const mailItems = 500

// mailOnce sends the pending mail, or one with the items up to a number.
func (d *delivery) mailOnce(st *watch.SinkState, to int) (int, error) {
	p, err := d.folder.Begin(d.watch.Name, watch.ByMail, st, to, d.Now)
	if err != nil {
		return 0, err
	}
	items, err := d.items(p)
	if err != nil {
		return 0, err
	}
	if err := d.send(p, items); err != nil {
		err = fmt.Errorf("mail: %w", err)
		return 0, errors.Join(err, d.folder.Failed(d.watch.Name, watch.ByMail, st, 1, err, time.Now()))
	}
	// An empty digest counts as one delivery, so that it is shown.
	return max(1, len(items)), d.folder.Done(d.watch.Name, watch.ByMail, st, time.Now())
}

// isDue reports whether a mail is to be sent now.
func (d *delivery) isDue(st *watch.SinkState, told int) bool {
	switch m := d.watch.Mail; {
	case st.Pending != nil:
		return true
	case m.At == "" || d.Due:
		return told > st.Delivered
	default:
		return m.LastDue(d.Now).After(st.Due)
	}
}

// smtpTimeout bounds each step of a mail.
const smtpTimeout = 30 * time.Second

// usualPort is that of the submission of mail, RFC 6409.
const usualPort = 587

var errNoServer = errors.New("watches.toml has no table [smtp]")

func (d *delivery) send(p *watch.Delivery, items []watch.Item) error {
	s := d.smtp
	if s == nil || s.Host == "" {
		return errNoServer
	}
	digest := watch.NewDigest(d.watch, items, p.Made)
	m, err := compose(digest, s, p.ID)
	if err != nil {
		return err
	}
	options := []mail.Option{
		mail.WithPort(cmp.Or(s.Port, usualPort)), mail.WithTimeout(smtpTimeout),
		mail.WithTLSPolicy(mail.TLSMandatory),
	}
	if s.Plain {
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if s.User != "" {
		password, err := readSecret(d.folder.Data(), s.PasswordFile)
		if err != nil {
			return err
		}
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover),
			mail.WithUsername(s.User), mail.WithPassword(string(password)))
	}
	c, err := mail.NewClient(s.Host, options...)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 4*smtpTimeout) // once begun, it is sent whole
	defer cancel()
	return c.DialAndSendWithContext(ctx, m)
}

// Message returns the mail with a digest, as RFC 5322 writes it: for `sendmail -t`. id makes the Message-ID;
// empty, that is random.
func Message(d *watch.Digest, s *watch.SMTP, id string) ([]byte, error) {
	m, err := compose(d, s, id)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	_, err = m.WriteTo(&b)
	return b.Bytes(), err
}

func compose(d *watch.Digest, s *watch.SMTP, id string) (*mail.Msg, error) {
	lang, page, from := "", "", ""
	if s != nil {
		page, from = s.BaseURL, s.From
	}
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if to := d.Watch.Mail; to != nil {
		lang = to.Lang
		if err := m.To(to.To...); err != nil {
			return nil, err
		}
	}
	if from == "" {
		from = "baotinh@" + hostname()
	}
	sender, err := stdmail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("from %.200q: %w", from, err)
	}
	if err := m.From(from); err != nil {
		return nil, err
	}
	words := wordsIn(lang)
	m.Subject(oneLine(words.DigestOf(d)))
	m.SetDateWithValue(d.Made)
	if id == "" {
		m.SetMessageID()
	} else {
		m.SetMessageIDWithValue(id + "@" + sender.Address[strings.LastIndexByte(sender.Address, '@')+1:])
	}
	m.SetGenHeader(mail.HeaderListUnsubscribe,
		fmt.Sprintf("<mailto:%s?subject=unsubscribe%%20%s>", sender.Address, d.Watch.Name))
	m.SetGenHeader("List-ID", fmt.Sprintf("<%s.watch.baotinh>", d.Watch.Name))
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834
	text, err := Text(d, page, words)
	if err != nil {
		return nil, err
	}
	html, err := HTML(d, page, words)
	if err != nil {
		return nil, err
	}
	m.SetBodyString(mail.TypeTextPlain, text)
	m.AddAlternativeString(mail.TypeTextHTML, html)
	if d.Watch.Mail != nil && d.Watch.Mail.XLSX {
		var b bytes.Buffer
		o := export.Options{Format: export.XLSX, About: About(d), Words: words}
		if _, err := export.Hits.Write(&b, d.Hits(), o); err != nil {
			return nil, err
		}
		name := d.Watch.Name + d.Made.Format("-2006-01-02") + ".xlsx"
		if err := m.AttachReader(name, &b, mail.WithFileContentType(workbook)); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// workbook is the media type of XLSX.
var workbook = mail.ContentType(export.XLSX.MediaType())

// About says what a list of the articles of a digest is.
func About(d *watch.Digest) *export.About {
	return &export.About{
		Query: d.Watch.Query, Made: d.Made, Found: d.Articles, Stories: len(d.Stories),
	}
}

// wordsIn returns the messages in a language: Vietnamese unless it is English.
func wordsIn(lang string) *messages.Messages {
	if lang == "en" {
		return &messages.English
	}
	return &messages.Vietnamese
}

func hostname() string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return "localhost"
	}
	return name
}

// oneLine returns s without control characters.
func oneLine(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, s)
}
