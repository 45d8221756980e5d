package newspaper

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/BurntSushi/toml"
)

// An EntryError says what is wrong with an entry of a catalogue.
type EntryError struct {
	File string
	Line int    // of the mistake, or else of the entry's heading
	Key  string // of the entry; empty: of none
	Err  error
}

// Error returns "own.toml:12: baomau: no hosts".
func (e *EntryError) Error() string {
	place := fmt.Sprintf("%s:%d: ", e.File, e.Line)
	if e.Key != "" {
		place += e.Key + ": "
	}
	return place + e.Err.Error()
}

// Unwrap returns the cause.
func (e *EntryError) Unwrap() error { return e.Err }

// An entry is the table of a newspaper in a file, with the line of its heading.
type entry struct {
	newspaper *Newspaper
	line      int
}

// parseEntries reads the entries of a file by key. If it is no TOML as a whole, each is read for itself.
func parseEntries(data []byte, name string) (map[string]entry, []*EntryError) {
	tables := split(data)
	lines := map[string]int{}
	for _, t := range tables {
		lines[t.key] = t.line
	}
	all, unknown, err := decode(data)
	if err == nil && len(unknown) == 0 {
		entries := map[string]entry{}
		for key, n := range all {
			entries[key] = entry{n, max(1, lines[key])}
		}
		return entries, nil
	}

	entries := map[string]entry{}
	var broken []*EntryError
	for _, t := range tables {
		n, err := t.parse()
		if _, twice := entries[t.key]; twice && err == nil {
			err = errors.New("there is an entry of this name already")
		}
		if err != nil {
			broken = append(broken, &EntryError{name, t.lineOf(err), t.key, plainly(err)})
			continue
		}
		entries[t.key] = entry{n, t.line}
	}
	if len(broken) == 0 { // what is wrong lies between entries
		e := &EntryError{File: name, Line: 1, Err: plainly(err)}
		if parse, ok := errors.AsType[toml.ParseError](err); ok {
			e.Line = parse.Position.Line
		}
		broken = append(broken, e)
	}
	return entries, broken
}

// decode decodes a file, and returns the keys that no field has.
func decode(data []byte) (map[string]*Newspaper, []toml.Key, error) {
	var entries map[string]*Newspaper
	meta, err := toml.Decode(string(data), &entries)
	if err != nil {
		return nil, nil, err
	}
	for key, n := range entries {
		if n == nil {
			return nil, nil, fmt.Errorf("%s is no table", key)
		}
	}
	return entries, meta.Undecoded(), nil
}

// A table is the part of a file that holds one entry.
type table struct {
	key  string // empty: what stands before the first heading
	line int
	text []byte
}

// heading matches the line that begins the table of a newspaper; those of its subtables have a dot.
var heading = regexp.MustCompile(`^\s*\[\s*"?([^\[\]."]+?)"?\s*\]?\s*(?:#.*)?$`)

// split cuts a file into the tables of its entries.
func split(data []byte) []table {
	var tables []table
	t := table{line: 1}
	add := func() {
		if t.key != "" || len(bytes.TrimSpace(t.text)) > 0 {
			tables = append(tables, t)
		}
	}
	line := 0
	for text := range bytes.Lines(data) {
		line++
		if m := heading.FindSubmatch(bytes.TrimRight(text, "\r\n")); m != nil {
			add()
			t = table{key: string(m[1]), line: line}
		}
		t.text = append(t.text, text...)
	}
	add()
	return tables
}

// parse returns the newspaper of a table.
func (t table) parse() (*Newspaper, error) {
	entries, unknown, err := decode(t.text)
	switch {
	case err != nil:
		return nil, err
	case len(unknown) > 0:
		return nil, &unknownKeyError{unknown[0]}
	case t.key == "" && len(entries) == 0: // comments
		return new(Newspaper), nil
	case len(entries) != 1 || entries[t.key] == nil:
		return nil, errors.New("not the table of one newspaper")
	}
	return entries[t.key], nil
}

// lineOf returns the line of the file that an error of parse is about.
func (t table) lineOf(err error) int {
	if parse, ok := errors.AsType[toml.ParseError](err); ok && parse.Position.Line > 0 {
		line := t.line + parse.Position.Line - 1
		if strings.Contains(parse.Message, `but got '\n'`) { // the end of the line before
			line--
		}
		return line
	}
	name := ""
	if unknown, ok := errors.AsType[*unknownKeyError](err); ok {
		name = unknown.key[len(unknown.key)-1]
	} else if m := lastKey.FindStringSubmatch(err.Error()); m != nil {
		name = m[1]
	}
	if name == "" {
		return t.line
	}
	line := t.line
	for text := range bytes.Lines(t.text) {
		if key, _, ok := strings.Cut(string(text), "="); ok && strings.Trim(key, " \t\"") == name {
			return line
		}
		line++
	}
	return t.line
}

// lastKey finds the key that an error of the decoder is about.
var lastKey = regexp.MustCompile(`last key "(?:[^"]*\.)?([^".]+)"`)

// An unknownKeyError is about a key that no field has.
type unknownKeyError struct{ key toml.Key }

func (e *unknownKeyError) Error() string { return "unknown key " + e.key[len(e.key)-1] }

// plainly returns an error of the decoder without the place, which EntryError names.
func plainly(err error) error {
	if parse, ok := errors.AsType[toml.ParseError](err); ok {
		return errors.New(strings.TrimPrefix(parse.Message, "toml: "))
	}
	if m := placed.FindStringSubmatch(err.Error()); m != nil {
		return errors.New(m[1])
	}
	return err
}

var placed = regexp.MustCompile(`^toml: (?:line \d+ )?\(last key "[^"]*"\): (.*)$`)
