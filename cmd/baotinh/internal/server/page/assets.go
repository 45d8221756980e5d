package page

import (
	"bytes"
	"embed"
	"fmt"
	"hash/fnv"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed asset
var assetFiles embed.FS

// assetPath is where the style sheet and the script are. Their names have a sum of their content, so that
// browsers keep them for good.
const assetPath = "/tep/"

// assets are the files of asset/ by the names that they are served under.
type assets struct {
	files map[string][]byte
	names map[string]string // by their names in asset/
}

// loadAssets reads the files of asset/. They are a part of the program, so that no error can occur but by a
// mistake in it.
func loadAssets() assets {
	a := assets{map[string][]byte{}, map[string]string{}}
	files, err := fs.Glob(assetFiles, "asset/*")
	if err != nil {
		panic(err)
	}
	for _, file := range files {
		content, err := assetFiles.ReadFile(file)
		if err != nil {
			panic(err)
		}
		sum := fnv.New64a()
		_, _ = sum.Write(content) // never fails
		name, extension := path.Base(file), path.Ext(file)
		served := fmt.Sprintf("%s-%x%s", strings.TrimSuffix(name, extension), sum.Sum64(), extension)
		a.names[name], a.files[served] = served, content
	}
	return a
}

// addressOf returns the address of a file of asset/.
func (a assets) addressOf(name string) string { return assetPath + a.names[name] }

func (s *Server) asset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	content, ok := s.assets.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	Protect(w.Header())
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}
