package warc

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"

	"baotinh/pipeline/coding"
)

// The skippable frame that begins a Zstandard file of records and holds their dictionary, itself compressed
// or not (IIPC, "Use of Zstandard for WARC files" 1.0).
const (
	dictionaryMagic    = 0x184D2A5D
	maxDictionaryBytes = 32 << 20
)

// IsZstd reports whether head begins a Zstandard file, with a dictionary for WARC records or without.
func IsZstd(head []byte) bool { return coding.IsZstd(head) || hasDictionary(head) }

func hasDictionary(head []byte) bool {
	return len(head) >= 8 && binary.LittleEndian.Uint32(head) == dictionaryMagic
}

// Unzstd returns what a Zstandard file unpacks to. A file of WARC records may begin with the dictionary that
// they need.
func Unzstd(r *bufio.Reader) (io.ReadCloser, error) {
	options := []zstd.DOption{
		zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxBlockBytes),
		zstd.WithDecoderMaxWindow(maxBlockBytes),
	}
	head, _ := r.Peek(8) // an error will show again
	if hasDictionary(head) {
		dictionary, err := readDictionary(r, binary.LittleEndian.Uint32(head[4:]))
		if err != nil {
			return nil, fmt.Errorf("zstd dictionary: %w", err)
		}
		options = append(options, zstd.WithDecoderDicts(dictionary))
	}
	d, err := zstd.NewReader(r, options...)
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}

func readDictionary(r io.Reader, size uint32) ([]byte, error) {
	if size > maxDictionaryBytes {
		return nil, errors.New("too large")
	}
	if _, err := io.CopyN(io.Discard, r, 8); err != nil {
		return nil, err
	}
	frame := make([]byte, size)
	if _, err := io.ReadFull(r, frame); err != nil {
		return nil, err
	}
	if !coding.IsZstd(frame) {
		return frame, nil
	}
	d, err := zstd.NewReader(bytes.NewReader(frame), zstd.WithDecoderMaxMemory(maxDictionaryBytes))
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return io.ReadAll(d)
}
