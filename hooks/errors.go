package hooks

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"campfire/internal/database"
	"campfire/internal/search"
	"campfire/internal/slack"

	validation "github.com/go-ozzo/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// judge translates an error of internal into what clients learn, and reports false for one that is ours to mend.
func judge(err error) (verdict, bool) {
	for _, list := range [][]judged{verdicts, refusals} {
		for _, v := range list {
			if errors.Is(err, v.err) {
				return v.verdict, true
			}
		}
	}
	var wrong wrongType
	if errors.As(err, &wrong) {
		return verdict{http.StatusBadRequest, "invalid", wrong.field, "Has the wrong type."}, true
	}
	var filter search.InvalidFilter
	if errors.As(err, &filter) {
		return verdict{http.StatusBadRequest, "invalid", filter.Name, "Makes no sense here."}, true
	}
	var payload slack.NotUnderstood
	if errors.As(err, &payload) {
		return verdict{http.StatusBadRequest, "invalid", "payload", payload.Where}, true
	}
	if database.CannotStore(err) {
		return verdict{http.StatusServiceUnavailable, "storage", "", "The server can store nothing at the moment. Try again later."}, true
	}
	return verdict{http.StatusInternalServerError, "internal", "", "Something went wrong. It was not your fault."}, false
}

// refuse answers err over HTTP.
func refuse(e *core.RequestEvent, err error) error {
	var api *router.ApiError
	if err == nil || errors.As(err, &api) {
		return err
	}
	var fields validation.Errors
	if errors.As(err, &fields) {
		return fieldErrors(fields)
	}
	v, known := judge(err)
	if !known {
		e.App.Logger().Error("A request failed", "path", hideSecret(e.Request.URL.Path), "error", err)
	}
	if wait := v.retryAfter(); known && wait > 0 {
		retryAfter(e, wait)
	}
	return v.apiError()
}

// apiError translates an error inside a record event, where there is no request to answer.
func apiError(err error) error {
	if v, known := judge(err); known {
		return v.apiError()
	}
	return err
}

func (v verdict) apiError() *router.ApiError {
	data := map[string]any{"code": v.code}
	if v.field != "" {
		data[v.field] = map[string]string{"code": v.code, "message": v.message}
	}
	return &router.ApiError{Status: v.status, Message: v.message, Data: data}
}

// fieldsOf translates an error inside a record event that may name fields.
func fieldsOf(err error) error {
	var fields validation.Errors
	if errors.As(err, &fields) {
		return fieldErrors(fields)
	}
	return apiError(err)
}

// fieldErrors converts ozzo's errors. PocketBase has its own copy of ozzo and silently loses every field of another's.
func fieldErrors(fields validation.Errors) *router.ApiError {
	data := map[string]any{"code": "invalid"}
	for name, err := range fields {
		data[name] = map[string]string{"code": "invalid", "message": err.Error()}
	}
	return &router.ApiError{Status: http.StatusBadRequest, Message: "Something in the form is not right.", Data: data}
}

func retryAfter(e *core.RequestEvent, wait time.Duration) {
	e.Response.Header().Set("Retry-After", strconv.Itoa(int(max(1, (wait+time.Second-1)/time.Second))))
}

// codeOf is the code of a refusal of PocketBase's own.
func codeOf(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return "unauthorized"
	case http.StatusForbidden:
		return "forbidden"
	case http.StatusNotFound:
		return "not_found"
	case http.StatusRequestEntityTooLarge:
		return "too_large"
	case http.StatusTooManyRequests:
		return "rate_limited"
	}
	if status >= http.StatusInternalServerError {
		return "internal"
	}
	return "invalid"
}

// withCode puts the stable code beside PocketBase's three keys. It wraps every request.
func withCode(e *core.RequestEvent) error {
	err := e.Next()
	var api *router.ApiError
	if err == nil || e.Written() || !errors.As(err, &api) {
		return err
	}
	if raw, wrapped := api.RawData().(error); wrapped && database.CannotStore(raw) {
		v, _ := judge(raw) // PocketBase calls it a bad request
		api = v.apiError()
		retryAfter(e, v.retryAfter())
	}
	code, ours := api.Data["code"].(string)
	if !ours {
		code = codeOf(api.Status)
	}
	e.Response.Header().Set("Content-Type", "application/json")
	e.Response.WriteHeader(api.Status)
	answer := struct {
		*router.ApiError
		Code string `json:"code"`
	}{api, code}
	if encodeErr := json.NewEncoder(e.Response).Encode(answer); encodeErr != nil {
		return encodeErr
	}
	return err // answered already; the request log still wants to know
}
