// Package bucket reads and writes objects in storage that speaks S3. [Open] connects to it, as the
// environment says. An address is s3://BUCKET/PREFIX.
package bucket

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

const scheme = "s3://"

// IsAddress reports whether s is an address of objects.
func IsAddress(s string) bool { return strings.HasPrefix(s, scheme) }

// ErrOther is returned for an object that is there already with other content.
var ErrOther = errors.New("the bucket has another object of this name")

// A Store is storage that speaks S3. Its methods may be called concurrently.
type Store struct {
	client   *minio.Client
	endpoint string
}

// Open connects to the storage that the environment names, as the tools of AWS read it: AWS_ENDPOINT_URL_S3
// or AWS_ENDPOINT_URL (http or https; without one, that of AWS), AWS_REGION, AWS_ACCESS_KEY_ID,
// AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN. Nothing is sent yet.
func Open(getenv func(string) string) (*Store, error) {
	address := cmp.Or(getenv("AWS_ENDPOINT_URL_S3"), getenv("AWS_ENDPOINT_URL"), "https://s3.amazonaws.com")
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("AWS_ENDPOINT_URL_S3 %q: want http://HOST or https://HOST", address)
	}
	key, secret := getenv("AWS_ACCESS_KEY_ID"), getenv("AWS_SECRET_ACCESS_KEY")
	client, err := minio.New(u.Host, &minio.Options{
		Secure: u.Scheme == "https", Region: cmp.Or(getenv("AWS_REGION"), "us-east-1"), MaxRetries: 5,
		Creds: credentials.NewStaticV4(key, secret, getenv("AWS_SESSION_TOKEN")),
	})
	if err != nil {
		return nil, fmt.Errorf("storage at %s: %w", address, err)
	}
	return &Store{client, address}, nil
}

// An Object is an object of a bucket.
type Object struct {
	Name    string // below the address that was listed
	Address string
	Size    int64

	bucket, key string
}

// split returns the bucket and the beginning of the keys of an address. A prefix is a folder: it ends with
// a slash, or is an object itself.
func split(address string) (bucket, prefix string, err error) {
	bucket, prefix, _ = strings.Cut(strings.TrimPrefix(address, scheme), "/")
	if !IsAddress(address) || bucket == "" {
		return "", "", fmt.Errorf("address %q: want s3://BUCKET/PREFIX", address)
	}
	return bucket, prefix, nil
}

// wrap names the storage and the address in an error.
func (s *Store) wrap(address string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s at %s: %w", address, s.endpoint, err)
}

// List yields the object of an address, or those below it, in the order of their keys.
func (s *Store) List(ctx context.Context, address string) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		bucket, prefix, err := split(address)
		if err != nil {
			yield(Object{}, err)
			return
		}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		folder := strings.TrimSuffix(prefix, "/") + "/"
		found := false
		options := minio.ListObjectsOptions{Prefix: prefix, Recursive: true}
		for o := range s.client.ListObjects(ctx, bucket, options) {
			if o.Err != nil {
				yield(Object{}, s.wrap(address, o.Err))
				return
			}
			name, isBelow := strings.CutPrefix(o.Key, folder)
			switch {
			case prefix == "":
				name = o.Key
			case o.Key == prefix:
				name = o.Key[strings.LastIndex(o.Key, "/")+1:]
			case !isBelow:
				continue // a longer name
			}
			if name == "" || strings.HasSuffix(name, "/") {
				continue // a folder
			}
			found = true
			if !yield(Object{name, scheme + bucket + "/" + o.Key, o.Size, bucket, o.Key}, nil) {
				return
			}
		}
		if err := context.Cause(ctx); err != nil {
			yield(Object{}, err)
		} else if !found {
			yield(Object{}, s.wrap(address, errors.New("no object has this address, or is below it")))
		}
	}
}

// Fetch returns an object as a file without name, at its beginning. What is cut off is asked for again.
func (s *Store) Fetch(ctx context.Context, o Object) (*os.File, error) {
	file, err := os.CreateTemp("", "baotinh-object-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if err := s.copyTo(ctx, file, o); err != nil {
		return nil, errors.Join(s.wrap(o.Address, err), file.Close())
	}
	return file, nil
}

// maxTries is how often the rest of an object is asked for.
const maxTries = 5

func (s *Store) copyTo(ctx context.Context, file *os.File, o Object) error {
	var at int64
	var last error
	for range maxTries {
		n, err := s.copyFrom(ctx, file, o, at)
		if at += n; at == o.Size && err == nil {
			_, err := file.Seek(0, io.SeekStart)
			return err
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if last = err; err == nil {
			last = io.ErrUnexpectedEOF
		}
		if at > o.Size || isFinal(err) {
			break
		}
	}
	return fmt.Errorf("%d of %d bytes: %w", at, o.Size, last)
}

// copyFrom copies an object from a place on.
func (s *Store) copyFrom(ctx context.Context, to io.Writer, o Object, at int64) (int64, error) {
	if at == o.Size {
		return 0, nil
	}
	var options minio.GetObjectOptions
	if at > 0 {
		if err := options.SetRange(at, 0); err != nil {
			return 0, err
		}
	}
	from, err := s.client.GetObject(ctx, o.bucket, o.key, options)
	if err != nil {
		return 0, err
	}
	defer from.Close()
	return io.Copy(to, from)
}

// isFinal reports whether an error does not pass by itself.
func isFinal(err error) bool {
	status := minio.ToErrorResponse(err).StatusCode
	return status >= 400 && status < 500 && status != http.StatusTooManyRequests
}

// digestName is the name of the metadata that have the SHA-256 of the content.
const digestName = "Sha256"

// Put writes a file as an object below an address, unless it is there: no object is written twice, whoever
// else does (If-None-Match, RFC 9110 §13.1.2). It reports whether it was written. The error is ErrOther if
// the object is there with other content.
func (s *Store) Put(ctx context.Context, address, name, path string) (written bool, err error) {
	bucket, prefix, err := split(address)
	if err != nil {
		return false, err
	}
	key := strings.TrimPrefix(strings.TrimSuffix(prefix, "/")+"/"+name, "/")
	written, err = s.put(ctx, bucket, key, path)
	return written, s.wrap(scheme+bucket+"/"+key, err)
}

func (s *Store) put(ctx context.Context, bucket, key, path string) (bool, error) {
	digest, err := digestOf(path)
	if err != nil {
		return false, err
	}
	if same, err := s.has(ctx, bucket, key, path, digest); same || err != nil {
		return false, err
	}
	options := minio.PutObjectOptions{
		ContentType: "application/warc", UserMetadata: map[string]string{digestName: digest},
	}
	options.SetMatchETagExcept("*")
	if _, err = s.client.FPutObject(ctx, bucket, key, path, options); err == nil {
		return true, nil
	}
	if minio.ToErrorResponse(err).StatusCode != http.StatusPreconditionFailed {
		return false, err
	}
	same, err := s.has(ctx, bucket, key, path, digest) // somebody wrote it meanwhile
	if err == nil && !same {
		err = ErrOther
	}
	return false, err
}

// has reports whether an object is there with the content of a file. The error is ErrOther if it has
// another.
func (s *Store) has(ctx context.Context, bucket, key, path, digest string) (bool, error) {
	info, err := s.client.StatObject(ctx, bucket, key, minio.StatObjectOptions{})
	if minio.ToErrorResponse(err).StatusCode == http.StatusNotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	file, err := os.Stat(path)
	if err != nil {
		return false, err
	}
	if stored := info.UserMetadata[digestName]; info.Size != file.Size() || stored != "" && stored != digest {
		return false, fmt.Errorf("%w: %d bytes, here are %d", ErrOther, info.Size, file.Size())
	}
	return true, nil
}

func digestOf(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
