package openapi

import (
	"fmt"
	"strings"
)

// object is JSON on its way out.
type object = map[string]any

// schemaOf reads our notation for a schema. A list of fields, "id:string seq:integer name?:string", is an object; a field
// with a question mark may be missing. A type is string, integer, number, boolean, any, the name of a schema, one of
// several words as open|closed, an array as []Message, and any of them with |null.
func schemaOf(notation string) object {
	if !strings.Contains(notation, ":") {
		return typeOf(notation)
	}
	properties, required := object{}, []string{}
	for _, field := range strings.Fields(notation) {
		name, kind, found := strings.Cut(field, ":")
		if !found {
			panic(fmt.Sprintf("openapi: %q in %q has no type", field, notation))
		}
		name, optional := strings.CutSuffix(name, "?")
		if !optional {
			required = append(required, name)
		}
		properties[name] = typeOf(kind)
	}
	schema := object{"type": "object", "properties": properties}
	if len(required) > 0 {
		schema["required"] = required
	}
	return schema
}

func typeOf(kind string) object {
	if kind, nullable := strings.CutSuffix(kind, "|null"); nullable {
		inner := typeOf(kind)
		if name, plain := inner["type"].(string); plain && len(inner) == 1 {
			return object{"type": []string{name, "null"}}
		}
		return object{"anyOf": []any{inner, object{"type": "null"}}}
	}
	if item, array := strings.CutPrefix(kind, "[]"); array {
		return object{"type": "array", "items": typeOf(item)}
	}
	switch kind {
	case "any":
		return object{}
	case "string", "integer", "number", "boolean", "object":
		return object{"type": kind}
	}
	if words := strings.Split(kind, "|"); len(words) > 1 {
		return object{"type": "string", "enum": words}
	}
	if kind[0] < 'A' || kind[0] > 'Z' {
		return object{"const": kind}
	}
	return object{"$ref": "#/components/schemas/" + kind}
}
