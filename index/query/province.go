package query

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"baotinh/pipeline/place"
	"baotinh/pipeline/viet"
)

//go:embed provinces_34_from_63.json
var provinceData []byte

// provinces lists, by folded name without "tỉnh" or "thành phố", the provinces of July 2025 that have the
// name or part of whose land had it before.
var provinces = sync.OnceValue(func() map[string][]string {
	var table map[string][]string
	if err := json.Unmarshal(provinceData, &table); err != nil {
		panic(err) // the file is ours
	}
	m := map[string][]string{}
	for now, before := range table {
		for _, name := range append(before, now) {
			for _, spelling := range place.Spellings(provinceName(name)) {
				key := provinceKey(spelling)
				if !slices.Contains(m[key], provinceName(now)) {
					m[key] = append(m[key], provinceName(now))
				}
			}
		}
	}
	m[provinceKey("Thừa Thiên Huế")] = []string{"Huế"} // until January 2025, before the other mergers
	return m
})

// Provinces returns the names, since July 2025, of the province called name: Bắc Ninh for Bắc Giang, which
// was merged into it, and Bắc Ninh for Bắc Ninh. Marks and "tỉnh" may be left out. It returns nil for what
// is no province.
func Provinces(name string) []string { return provinces()[provinceKey(name)] }

func provinceName(s string) string {
	for _, kind := range []string{"Tỉnh ", "Thành phố "} {
		s = strings.TrimPrefix(s, kind)
	}
	return s
}

func provinceKey(s string) string {
	key := strings.Join(strings.FieldsFunc(viet.Fold(viet.Lower(s)), isSign), " ")
	for _, kind := range []string{"tinh ", "thanh pho ", "tp "} {
		if rest, ok := strings.CutPrefix(key, kind); ok {
			return rest
		}
	}
	return key
}
