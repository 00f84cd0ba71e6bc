package harness

import (
	"crypto/hmac"
	"crypto/md5" //nolint:gosec // what S3 names its parts by
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Bucket is one bucket of an S3 store: as much of its language as backups need, each request with its signature.
type Bucket struct {
	*httptest.Server
	Name, Key, Secret string

	mu      sync.Mutex
	objects map[string]Object
	parts   map[string]map[string][]byte // by upload, by number
	trouble string
	// signed and unsigned count requests by their signature, many what came in parts, opened uploads of parts.
	signed, unsigned, many, opened int
}

// Object is one file of a bucket, and when it came.
type Object struct {
	Bytes []byte
	At    time.Time
}

// Troubles that a bucket may have.
const (
	// Refuses answers 403 as Amazon does, which names the key.
	Refuses = "refuses"
	// Forgets takes the parts and answers 200 with an error when it is to put them together.
	Forgets = "forgets"
)

// NewBucket starts one that is empty.
func NewBucket(t testing.TB) *Bucket {
	b := &Bucket{
		Name: "backups", Key: "PLANTEDACCESSKEY", Secret: "planted-secret-of-the-bucket",
		objects: map[string]Object{}, parts: map[string]map[string][]byte{},
	}
	b.Server = httptest.NewServer(b)
	t.Cleanup(b.Close)
	return b
}

// Settings are what the dashboard would store, with this schedule.
func (b *Bucket) Settings(endpoint string, keep int) map[string]any {
	return map[string]any{"backups": map[string]any{"cron": "0 0 1 1 *", "cronMaxKeep": keep, "s3": map[string]any{
		"enabled": true, "bucket": b.Name, "region": "test-1", "endpoint": endpoint, "accessKey": b.Key, "secret": b.Secret, "forcePathStyle": true,
	}}}
}

// Put leaves an object there.
func (b *Bucket) Put(name string, bytes []byte, at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.objects[name] = Object{bytes, at}
}

// Get returns an object's bytes, nil for none.
func (b *Bucket) Get(name string) []byte {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.objects[name].Bytes
}

// Names are those of all objects, in order.
func (b *Bucket) Names() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Sorted(maps.Keys(b.objects))
}

// Has makes the bucket have trouble, "" for none.
func (b *Bucket) Has(trouble string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trouble = trouble
}

// Asked says how many requests had a good signature and how many not, how many objects came in parts, and how many uploads
// nobody has ended.
func (b *Bucket) Asked() (signed, unsigned, inParts, open int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.signed, b.unsigned, b.many, len(b.parts)
}

func (b *Bucket) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	key, mine := strings.CutPrefix(r.URL.Path, "/"+b.Name+"/")
	b.mu.Lock()
	defer b.mu.Unlock()
	query, object := r.URL.Query(), b.objects[key]
	good := strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 Credential="+b.Key+"/") && signature(r, b.Secret) == signatureOf(r)
	if good {
		b.signed++
	} else {
		b.unsigned++
	}
	upload := query.Get("uploadId")
	switch {
	case err != nil || !mine:
		refuse(out, http.StatusNotFound, "NoSuchBucket", "")
	case !good:
		refuse(out, http.StatusForbidden, "SignatureDoesNotMatch", b.Key)
	case b.trouble == Refuses:
		refuse(out, http.StatusForbidden, "AccessDenied", b.Key)
	case r.Method == http.MethodGet && key == "":
		b.list(out, query.Get("prefix"))
	case r.Method == http.MethodPost && query.Has("uploads"):
		b.opened++
		upload = fmt.Sprint("upload", b.opened)
		b.parts[upload] = map[string][]byte{}
		_, _ = fmt.Fprintf(out, "<InitiateMultipartUploadResult><UploadId>%s</UploadId></InitiateMultipartUploadResult>", upload)
	case upload != "" && b.parts[upload] == nil:
		refuse(out, http.StatusNotFound, "NoSuchUpload", "")
	case upload != "" && r.Method == http.MethodDelete:
		delete(b.parts, upload)
	case upload != "" && r.Method == http.MethodPut:
		b.parts[upload][query.Get("partNumber")] = body
		out.Header().Set("ETag", etag(body))
	case upload != "" && r.Method == http.MethodPost:
		b.join(out, key, upload, body)
	case r.Method == http.MethodPut:
		b.objects[key] = Object{body, time.Now()}
	case object.Bytes == nil:
		refuse(out, http.StatusNotFound, "NoSuchKey", "")
	case r.Method == http.MethodDelete:
		delete(b.objects, key)
	default: // GET and HEAD
		out.Header().Set("Content-Length", fmt.Sprint(len(object.Bytes)))
		out.Header().Set("Last-Modified", object.At.UTC().Format(http.TimeFormat))
		if r.Method == http.MethodGet {
			_, _ = out.Write(object.Bytes)
		}
	}
}

func refuse(out http.ResponseWriter, status int, code, key string) {
	out.WriteHeader(status)
	_, _ = fmt.Fprintf(out, "<?xml version=\"1.0\"?>\n<Error><Code>%s</Code><Message>No, %s.</Message><AWSAccessKeyId>%s</AWSAccessKeyId></Error>", code, code, key)
}

// list answers in one page.
func (b *Bucket) list(out http.ResponseWriter, prefix string) {
	type content struct {
		Key          string
		LastModified time.Time
		Size         int
	}
	var answer struct {
		XMLName  xml.Name `xml:"ListBucketResult"`
		Contents []content
	}
	for name, object := range b.objects {
		if strings.HasPrefix(name, prefix) {
			answer.Contents = append(answer.Contents, content{name, object.At.UTC(), len(object.Bytes)})
		}
	}
	_ = xml.NewEncoder(out).Encode(answer)
}

// join puts the parts of an upload together, in the order and under the names that the caller lists.
func (b *Bucket) join(out http.ResponseWriter, key, upload string, body []byte) {
	var list struct {
		Part []struct{ ETag, PartNumber string }
	}
	var whole []byte
	err := xml.Unmarshal(body, &list)
	for _, part := range list.Part {
		piece := b.parts[upload][part.PartNumber]
		if part.ETag != etag(piece) {
			err = fmt.Errorf("part %s is another", part.PartNumber)
		}
		whole = append(whole, piece...)
	}
	switch {
	case err != nil || len(list.Part) != len(b.parts[upload]):
		refuse(out, http.StatusBadRequest, "InvalidPart", "")
		return
	case b.trouble == Forgets:
		_, _ = fmt.Fprint(out, "<Error><Code>InternalError</Code><Message>Try again.</Message></Error>")
		return
	}
	delete(b.parts, upload)
	b.objects[key] = Object{whole, time.Now()}
	b.many++
	_, _ = fmt.Fprint(out, "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>")
}

func etag(b []byte) string { sum := md5.Sum(b); return `"` + hex.EncodeToString(sum[:]) + `"` } //nolint:gosec // S3's name for it

func signatureOf(r *http.Request) string {
	_, given, _ := strings.Cut(r.Header.Get("Authorization"), "Signature=")
	return given
}

// signature is what AWS Signature Version 4 makes of a request and a secret.
func signature(r *http.Request, secret string) string {
	_, rest, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	credential, rest, _ := strings.Cut(rest, ", SignedHeaders=")
	names, _, _ := strings.Cut(rest, ", ")
	_, scope, _ := strings.Cut(credential, "/")
	var headers strings.Builder
	for _, name := range strings.Split(names, ";") {
		value := r.Header.Get(name)
		if name == "host" {
			value = r.Host
		}
		headers.WriteString(name + ":" + value + "\n")
	}
	query := strings.ReplaceAll(r.URL.Query().Encode(), "+", "%20")
	path := strings.ReplaceAll(url.PathEscape(r.URL.Path), "%2F", "/")
	path = strings.ReplaceAll(path, "@", "%40")
	request := strings.Join([]string{r.Method, path, query, headers.String(), names, r.Header.Get("X-Amz-Content-Sha256")}, "\n")
	sum := sha256.Sum256([]byte(request))
	key := []byte("AWS4" + secret)
	for _, step := range strings.Split(scope, "/") {
		key = sign(key, step)
	}
	return hex.EncodeToString(sign(key, strings.Join([]string{"AWS4-HMAC-SHA256", r.Header.Get("X-Amz-Date"), scope, hex.EncodeToString(sum[:])}, "\n")))
}

func sign(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}
