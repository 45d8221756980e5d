package terminal

import "testing"

func TestGrid(t *testing.T) {
	header := []string{"BÁO", "MỚI", "TÌNH TRẠNG"}
	rows := [][]string{
		{"baolangson", "12", "không có bài mới đã 3 ngày"},
		{"baocaobang", "0", "-"},
	}
	for _, tt := range []struct {
		name   string
		out    Output
		titled bool
		want   string
	}{
		{"a pipe", Output{}, true, `
BÁO         MỚI  TÌNH TRẠNG
baolangson  12   không có bài mới đã 3 ngày
baocaobang  0    -
`},
		{"without header", Output{}, false, `
baolangson  12  không có bài mới đã 3 ngày
baocaobang  0   -
`},
		{"wide enough", Output{Width: 43}, true, `
BÁO         MỚI  TÌNH TRẠNG
baolangson  12   không có bài mới đã 3 ngày
baocaobang  0    -
`},
		{"cells in several lines", Output{Width: 30}, true, `
BÁO         MỚI  TÌNH TRẠNG
baolangson  12   không có bài
                 mới đã 3 ngày
baocaobang  0    -
`},
		{"too narrow", Output{Width: 20}, true, `
baolangson
  MỚI         12
  TÌNH TRẠNG  không có
              bài mới đã
              3 ngày

baocaobang
`},
	} {
		if got := "\n" + tt.out.Grid(header, tt.titled, rows); got != tt.want {
			t.Errorf("%s:%s\nwant:%s", tt.name, got, tt.want)
		}
	}
}

func TestGridIsBoldWhereItCanBe(t *testing.T) {
	got := Output{Width: 20, Colour: true}.Grid([]string{"BÁO", "MỚI"}, true, [][]string{{"a", "1"}})
	if want := "\x1b[1mBÁO  MỚI\x1b[0m\na    1\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
