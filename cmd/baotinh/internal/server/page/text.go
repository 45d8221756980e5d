package page

import (
	"embed"
	"io/fs"
	"strings"
)

// The files of english/ have the texts of the views in Vietnamese, each with its English in the next line,
// behind a tab. There is a file for each view.
//
//go:embed english
var englishFiles embed.FS

// inEnglish are the texts in English by their Vietnamese.
var inEnglish = readTranslations(englishFiles)

func readTranslations(files fs.FS) map[string]string {
	all := map[string]string{}
	names, err := fs.Glob(files, "english/*.txt")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			panic(err)
		}
		vi := ""
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSuffix(line, "\n")
			if en, ok := strings.CutPrefix(line, "\t"); ok {
				all[vi] = en
			}
			vi = line
		}
	}
	return all
}

// translate returns a text in a language. In it {name} is replaced, for each pair of a name and what it
// stands for.
func translate(l language, text string, pairs ...string) string {
	if l == english {
		if en, ok := inEnglish[text]; ok {
			text = en
		}
	}
	if len(pairs) == 0 {
		return text
	}
	braced := make([]string, len(pairs))
	for i, p := range pairs {
		if braced[i] = p; i%2 == 0 {
			braced[i] = "{" + p + "}"
		}
	}
	return strings.NewReplacer(braced...).Replace(text)
}
