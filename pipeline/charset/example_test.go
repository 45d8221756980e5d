package charset_test

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/text/encoding"

	"baotinh/pipeline/charset"
)

// A page declares windows-1252 and holds TCVN3.
func ExampleDecode() {
	body := []byte("<title>T\xd8nh L\xb9ng S\xacn \xae\xad\xeec m\xefa</title>")
	text, name, err := charset.Decode(body, "text/html; charset=windows-1252")
	fmt.Println(string(text), name, err)
	// Output: <title>Tỉnh Lạng Sơn được mùa</title> tcvn3 <nil>
}

func ExampleDetect() {
	fmt.Println(charset.Detect([]byte("Huye\xe4n Chi La\xeang \xf1\xf6\xf4\xefc mu\xf8a na")))
	fmt.Println(charset.Detect([]byte("Huyện Chi Lăng được mùa na")))
	_, ok := charset.Detect([]byte("caf\xe9 cr\xe8me"))
	fmt.Println(ok)
	// Output:
	// vni true
	// utf-8 true
	// false
}

// The field of a page in good UTF-8 may be damaged nonetheless, and a line of it alone.
func ExampleRepair() {
	fmt.Println(charset.Repair("Huyeän Chi Laêng ñöôïc muøa na"))
	fmt.Println(charset.Repair("Ca sĩ DÅ©ng VÅ© hát rất hay"))
	fmt.Println(charset.Repair("Le café naïf d’à côté"))
	// Output:
	// Huyện Chi Lăng được mùa na true
	// Ca sĩ Dũng Vũ hát rất hay true
	// Le café naïf d’à côté false
}

func ExampleRestoreCapitals() {
	s, _ := charset.TCVN3.NewDecoder().String("C\xe9NG H\xdfA X\xb7 H\xe9I, H\xb5 N\xe9i")
	fmt.Println(s)
	fmt.Println(charset.RestoreCapitals(s))
	// Output:
	// CộNG HòA Xã HộI, Hà Nội
	// CỘNG HÒA XÃ HỘI, Hà Nội
}

func ExampleFont() {
	fmt.Println(charset.Font(".VnTime"))
	fmt.Println(charset.Font("VNI-Helve-Condense"))
	_, ok := charset.Font("Times New Roman")
	fmt.Println(ok)
	// Output:
	// tcvn3 true
	// vni true
	// false
}

// Encodings work on streams, whatever the size of the reads.
func Example_stream() {
	r := charset.VISCII.NewDecoder().Reader(strings.NewReader("Ti\xaang Vi\xaet\n"))
	io.Copy(os.Stdout, r)
	// Output: Tiếng Việt
}

// Windows-1258 takes and gives NFC, unlike that of package charmap.
func Example_windows1258() {
	b, err := charset.Windows1258.NewEncoder().String("Việt")
	fmt.Printf("%q %v\n", b, err)
	s, err := charset.Windows1258.NewDecoder().String(b)
	fmt.Println(s, len([]rune(s)), err)
	// Output:
	// "Vi\xea\xf2t" <nil>
	// Việt 4 <nil>
}

// What a set lacks is an error, or becomes what one chooses.
func Example_unsupported() {
	_, err := charset.TCVN3.NewEncoder().String("北京")
	fmt.Println(err)
	s, err := encoding.HTMLEscapeUnsupported(charset.TCVN3.NewEncoder()).String("北京")
	fmt.Println(s, err)
	// Output:
	// tcvn3: rune not in the set
	// &#21271;&#20140; <nil>
}
