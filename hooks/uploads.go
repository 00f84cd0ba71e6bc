package hooks

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"

	"campfire/collections"
	"campfire/internal/flag"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/filesystem"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/router"
)

// What the doors answer while a feature is off, and while it is on and does not exist yet.
var (
	errFilesOff    = errors.New("files are off")
	errAvatarsOff  = errors.New("avatars are off")
	errPreviewsOff = errors.New("previews are off")
	errNotBuilt    = errors.New("not built yet")
)

func filesVerdict(v flag.Values) error    { return notYet(v.Files, errFilesOff) }
func avatarsVerdict(v flag.Values) error  { return notYet(v.Avatars, errAvatarsOff) }
func previewsVerdict(v flag.Values) error { return notYet(v.Previews, errPreviewsOff) }

func notYet(on bool, off error) error {
	if on {
		return errNotBuilt
	}
	return off
}

// routeUploads are the doors of what is off. Nothing of a body is read, however large it is (DIS-06).
func (p *plugin) routeUploads(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.POST("/uploads", p.closed(filesVerdict, signedIn)).Bind(apis.BodyLimit(0))
	chat.POST("/avatar", p.closed(avatarsVerdict, signedIn)).Bind(apis.BodyLimit(0))
	chat.POST("/logo", p.closed(avatarsVerdict, requireAdministrator)).Bind(apis.BodyLimit(0))
	chat.POST("/unfurl", p.closed(previewsVerdict, signedIn)).Bind(apis.BodyLimit(0))
}

func signedIn(e *core.RequestEvent) error {
	_, err := caller(e)
	return err
}

func (p *plugin) closed(verdict func(flag.Values) error, may func(*core.RequestEvent) error) func(*core.RequestEvent) error {
	return func(e *core.RequestEvent) error { return refuse(e, firstOf(may(e), verdict(p.flags.Now()))) }
}

// bindUploads refuses files that come in by the record API, which would ignore them: who sent one has to learn that it is
// not there. It runs after the caller is known and before anything reads the body.
func (p *plugin) bindUploads(se *core.ServeEvent) {
	se.Router.Bind(&hook.Handler[*core.RequestEvent]{
		Id: "campfireUploads", Priority: apis.DefaultLoadAuthTokenMiddlewarePriority + 2, Func: func(e *core.RequestEvent) error {
			verdict := uploadVerdict(e.App, e.Request.URL.Path)
			if verdict == nil || !carriesFile(e.Request) {
				return e.Next()
			}
			if e.Auth == nil {
				return refuse(e, errUnauthorized)
			}
			return refuse(e, verdict(p.flags.Now()))
		},
	})
}

// uploadVerdict returns what decides about a file for a collection of ours, nil for every other address.
func uploadVerdict(app core.App, path string) func(flag.Values) error {
	rest, ok := strings.CutPrefix(path, "/api/collections/")
	if !ok {
		return nil
	}
	name, _, _ := strings.Cut(rest, "/")
	collection, err := app.FindCachedCollectionByNameOrId(name)
	if err != nil {
		return nil
	}
	switch collection.Name {
	case collections.Users, collections.Account:
		return avatarsVerdict
	case collections.Messages, collections.Boosts, collections.Rooms, collections.Memberships:
		return filesVerdict
	}
	return nil
}

// inspectBytes bounds what is read in search of a file; a request of the record API is no larger.
const inspectBytes = 32 << 20

// carriesFile reports whether a form has a file in it, and stops reading at the first. A body without one can be read
// again from its start.
func carriesFile(r *http.Request) bool {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		return false
	}
	body := io.LimitReader(r.Body, inspectBytes)
	for form := multipart.NewReader(body, params["boundary"]); ; {
		part, err := form.NextPart()
		if err != nil {
			break
		}
		if part.FileName() != "" {
			return true
		}
	}
	_, _ = io.Copy(io.Discard, body) // to its end, where PocketBase's reader starts over
	return false
}

// batchedFile is carriesFile for one request of a batch, whose files PocketBase has taken apart.
func (p *plugin) batchedFile(e *core.RequestEvent, request *core.InternalRequest) error {
	verdict := uploadVerdict(e.App, request.URL)
	if verdict == nil {
		return nil
	}
	for _, value := range request.Body {
		switch value.(type) {
		case *filesystem.File, []*filesystem.File:
			if e.Auth == nil {
				return errUnauthorized
			}
			return verdict(p.flags.Now())
		}
	}
	return nil
}
