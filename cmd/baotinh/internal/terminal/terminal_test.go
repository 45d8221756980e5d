package terminal

import (
	"os"
	"testing"
)

// environment returns a getenv of these variables alone.
func environment(pairs map[string]string) func(string) string {
	return func(name string) string { return pairs[name] }
}

func TestWhatTheEnvironmentSays(t *testing.T) {
	utf8 := map[string]string{"TERM": "xterm-256color", "LANG": "vi_VN.UTF-8"}
	with := func(name, value string) map[string]string {
		m := map[string]string{name: value}
		for k, v := range utf8 {
			if _, ok := m[k]; !ok {
				m[k] = v
			}
		}
		return m
	}
	screen := Output{Width: 100, Height: 30}
	for _, tt := range []struct {
		name   string
		screen Output
		choice ColourChoice
		env    map[string]string
		want   Output
	}{
		{"a terminal", screen, Auto, utf8, Output{100, 30, true, true, false}},
		{"a pipe", Output{}, Auto, utf8, Output{}},
		{"a pipe, forced", Output{}, Always, utf8, Output{Colour: true}},
		{"a pipe, forced by the environment", Output{}, Auto, with("CLICOLOR_FORCE", "1"), Output{}},
		{"never", screen, Never, utf8, Output{100, 30, false, false, false}},
		{"NO_COLOR", screen, Auto, with("NO_COLOR", "1"), Output{100, 30, false, false, false}},
		{"an empty NO_COLOR", screen, Auto, with("NO_COLOR", ""), Output{100, 30, true, true, false}},
		{"NO_COLOR against --color", screen, Always, with("NO_COLOR", "1"),
			Output{100, 30, true, true, false}},
		{"a dumb terminal", screen, Auto, with("TERM", "dumb"), Output{100, 30, false, false, false}},
		{"no TERM", screen, Auto, with("TERM", ""), Output{100, 30, false, false, false}},
		{"the Linux console", screen, Auto, with("TERM", "linux"), Output{100, 30, true, false, false}},
		{"locale C", screen, Auto, with("LC_ALL", "C"), Output{100, 30, true, true, true}},
		{"LC_CTYPE before LANG", screen, Auto, with("LC_CTYPE", "en_US.ISO-8859-1"),
			Output{100, 30, true, true, true}},
		{"utf8 as glibc lists it", screen, Auto, with("LC_ALL", "en_US.utf8"),
			Output{100, 30, true, true, false}},
	} {
		got := tt.screen
		if got.choose(tt.choice, environment(tt.env)); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestSize(t *testing.T) {
	for _, tt := range []struct {
		name    string
		screen  Output
		columns string
		want    Output
	}{
		{"as the terminal says", Output{Width: 100, Height: 30}, "", Output{Width: 100, Height: 30}},
		{"COLUMNS", Output{Width: 100, Height: 30}, "72", Output{Width: 72, Height: 30}},
		{"COLUMNS that is no number", Output{Width: 100, Height: 30}, "wide", Output{Width: 100, Height: 30}},
		{"a serial line", Output{}, "", Output{Width: 80, Height: 24}},
		{"three columns", Output{Width: 3, Height: 2}, "", Output{Width: 20, Height: 2}},
	} {
		got := tt.screen
		if got.measure(environment(map[string]string{"COLUMNS": tt.columns})); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestStreamsThatAreNoTerminals(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	env := environment(map[string]string{"TERM": "xterm", "LANG": "vi_VN.UTF-8", "COLUMNS": "40"})
	for _, stream := range []any{file, &testing.B{}, nil} {
		if got := Of(stream, Auto, env); got != (Output{}) {
			t.Errorf("%T: %+v, want the zero value", stream, got)
		}
	}
}
