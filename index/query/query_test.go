package query

import "testing"

func FuzzParse(f *testing.F) {
	for _, s := range []string{`hạn hán -mưa "ủy ban" (a OR b) title:x`, `tác giả:"mai linh" từ:1/2/2022 a*`, `-(a b) OR "`, "x ) y ( z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := Parse(s)
		if err != nil {
			return
		}
		again, err := Parse(n.String())
		if err != nil {
			t.Fatalf("Parse(%+q) prints %+q: %v", s, n.String(), err)
		}
		if !again.Equal(n) {
			t.Errorf("Parse(%+q) prints %+q, which is read as %+q", s, n.String(), again.String())
		}
	})
}
