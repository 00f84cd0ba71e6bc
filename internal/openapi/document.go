// Package openapi describes every call of the chat in one table and writes the table as an OpenAPI 3.1 document. A test in
// hooks holds it against the routes that are served and against what they answer, so the two cannot drift apart.
package openapi

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// text is a body that is the text itself.
const text = "text/plain"

// parameters say what the variable parts of an address and its questions are.
var parameters = map[string]string{
	"room": "The id of a room.", "id": "The id of the thing.", "key": "A bot's key, or below /bots its id.", "boost": "The id of a boost.", "delivery": "The id of a delivery.",
	"code": "The join code.", "token": "The token of a sign-in link.", "provider": "The name of a sign-in provider.",
	"before": "What is before this.", "after": "What is after this.", "around": "The page around this number.",
	"limit": "How many, at most.", "page": "Which page, from 1.", "perPage": "How many on a page, up to 1,000.",
	"sort": "A field, or several with commas between; with - in front downwards.", "filter": "PocketBase's filter expression.",
	"skipTotal": "Leave out the count, which is what takes long.", "expand": "Relations to show as well.", "fields": "The fields to show.",
	"epoch": "The epoch of the log that since is from.", "since": "The seq that one has.", "q": "What somebody typed.",
	"from": "The id of a user.", "has": "link, code, mention or sound.", "unread": "1 for what one has not read.", "cursor": "next of the page before.",
}

// reasons say what a status means when it is a refusal.
var reasons = map[string]string{
	"400": "The input breaks a rule", "401": "Not signed in", "403": "Not allowed", "404": "Not there, or not for you to know", "409": "In the way of something else",
	"410": "Gone", "413": "Too large", "422": "Shows nothing", "429": "Too many; wait Retry-After seconds", "501": "Not built yet",
	"503": "Not now; wait Retry-After seconds",
}

// Document returns the description as JSON.
func Document(version string) ([]byte, error) {
	components := object{}
	for name, notation := range schemas {
		components[name] = schemaOf(notation)
	}
	paths, tags := object{}, []any{}
	for _, table := range []map[string][]operation{chat, operations} {
		for _, tag := range slices.Sorted(maps.Keys(table)) {
			tags = append(tags, object{"name": tag, "description": "docs/api/" + tag + ".md"})
			for _, o := range table[tag] {
				method, path, _ := strings.Cut(o.route, " ")
				if paths[path] == nil {
					paths[path] = object{}
				}
				paths[path].(object)[strings.ToLower(method)] = o.document(tag, path)
			}
		}
	}
	return json.Marshal(object{
		"openapi": "3.1.0",
		"info": object{
			"title": "Campfire", "version": version, "license": object{"name": "MIT", "identifier": "MIT"},
			"description": "Chat over HTTP, WebSocket and PocketBase's record API. Refusals carry a stable code.",
		},
		"servers": []any{object{"url": "/"}},
		"tags":    tags, "paths": paths,
		"components": object{
			"schemas":   components,
			"responses": object{"Refusal": object{"description": "A refusal, with a stable code", "content": jsonContent("Refusal")}},
			"securitySchemes": object{
				"token":  object{"type": "apiKey", "in": "header", "name": "Authorization", "description": "A person's token or a bot's key."},
				"cookie": object{"type": "apiKey", "in": "cookie", "name": "campfire_session", "description": "What a browser has after signing in."},
			},
		},
	})
}

var variable = regexp.MustCompile(`\{(\w+)\}`)

func (o operation) document(tag, path string) object {
	documented := object{
		"operationId": o.id, "summary": o.summary, "description": o.who + ".", "tags": []string{tag}, "responses": o.responses(),
		"security": []any{object{"token": []any{}}, object{"cookie": []any{}}},
	}
	if o.who == anyone || o.who == keyInPath || o.who == operators {
		documented["security"] = []any{}
	}
	places, fields := variable.FindAllStringSubmatch(path, -1), strings.Fields(o.query)
	list := make([]any, 0, len(places)+len(fields))
	for _, match := range places {
		list = append(list, parameter("path", match[1], object{"type": "string"}, true))
	}
	for _, field := range fields {
		name, kind, _ := strings.Cut(field, ":")
		name, optional := strings.CutSuffix(name, "?")
		list = append(list, parameter("query", name, typeOf(kind), !optional))
	}
	if len(list) > 0 {
		documented["parameters"] = list
	}
	if o.body != "" {
		documented["requestBody"] = object{"required": true, "content": content(o.body)}
	}
	return documented
}

func parameter(in, name string, schema object, required bool) object {
	return object{"in": in, "name": name, "schema": schema, "required": required, "description": parameters[name]}
}

func (o operation) responses() object {
	responses := object{}
	for answer := range strings.SplitSeq(o.answers, ";") {
		if answer = strings.TrimSpace(answer); answer == "" {
			continue
		}
		status, shape, _ := strings.Cut(answer, " ")
		response := object{"description": "Done"}
		if shape != "" {
			response["content"] = content(shape)
		}
		responses[status] = response
	}
	for _, status := range strings.Fields(o.refusals) {
		responses[status] = object{"description": reasons[status], "content": jsonContent("Refusal")}
	}
	return responses
}

// content is a body: a media type stands for what is no JSON of ours.
func content(shape string) object {
	if strings.Contains(shape, "/") {
		return object{shape: object{"schema": object{"type": "string"}}}
	}
	return jsonContent(shape)
}

func jsonContent(shape string) object {
	return object{"application/json": object{"schema": schemaOf(shape)}}
}
