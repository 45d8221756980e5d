package report

import "baotinh/pipeline/newspaper"

// An Entry is a newspaper of the catalogue in JSON.
type Entry struct {
	Key      string   `json:"key"`
	Name     string   `json:"name"`
	Province string   `json:"province"`
	Former   []string `json:"former,omitempty"`
	Hosts    []string `json:"hosts"`
	Family   string   `json:"family,omitempty"`
	Article  string   `json:"article,omitempty"`
	Section  string   `json:"section,omitempty"`
	Seeds    []string `json:"seeds,omitempty"`
	Feeds    []string `json:"feeds,omitempty"`
	Sitemaps []string `json:"sitemaps,omitempty"`
	Grade    string   `json:"grade,omitempty"`
	Notes    string   `json:"notes,omitempty"`
}

// EntryOf returns the entry of a newspaper.
func EntryOf(n *newspaper.Newspaper) Entry {
	return Entry{
		n.Key, n.Name, n.Province, n.Former, n.Hosts, n.Family, n.Article, n.Section, n.Seeds, n.Feeds,
		n.Sitemaps, n.Grade, n.Notes,
	}
}
