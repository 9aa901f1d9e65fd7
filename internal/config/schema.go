package config

import (
	"encoding/json"
	"strings"
)

// SchemaID is where the schema is published.
const SchemaID = "https://github.com/asyncport/asyncport/blob/main/docs/asyncport.schema.json"

// schema is the part of JSON Schema that describes the file.
type schema struct {
	Schema      string             `json:"$schema,omitempty"`
	ID          string             `json:"$id,omitempty"`
	Title       string             `json:"title,omitempty"`
	Description string             `json:"description,omitempty"`
	Type        any                `json:"type,omitempty"`
	Const       any                `json:"const,omitempty"`
	Enum        []string           `json:"enum,omitempty"`
	MinLength   int                `json:"minLength,omitempty"`
	Pattern     string             `json:"pattern,omitempty"`
	Items       *schema            `json:"items,omitempty"`
	Properties  map[string]*schema `json:"properties,omitempty"`
	Required    []string           `json:"required,omitempty"`
	Additional  *bool              `json:"additionalProperties,omitempty"`
}

// Schema returns the JSON Schema of the file, for editors. rules are the names
// of the rules.
func Schema(rules []string) ([]byte, error) {
	root := mapping()
	root.Schema, root.ID = "https://json-schema.org/draft/2020-12/schema", SchemaID
	root.Title, root.Description = Name, "The settings of asyncport for a Go module."
	root.Required = []string{"version"}
	for _, k := range Keys() {
		at := root
		name := k.Name
		if above, below, ok := strings.Cut(k.Name, "."); ok {
			at, name = root.Properties[above], below
			if at.Items != nil {
				at = at.Items
			}
		}
		at.Properties[name] = k.schema(rules)
	}
	data, err := json.MarshalIndent(root, "", " ")
	return append(data, '\n'), err
}

// mapping returns the schema of keys with values, which no others may join.
func mapping() *schema {
	return &schema{Type: "object", Properties: map[string]*schema{}, Additional: new(bool)}
}

// schema returns the schema of a key's value. Lists may be left empty, as YAML
// writes that: without a value.
func (k Key) schema(rules []string) *schema {
	list := []string{"array", "null"}
	word := &schema{Type: "string", Enum: k.Words, MinLength: 1}
	switch {
	case k.Rules:
		word = &schema{Type: "string", Enum: rules}
	case k.Words != nil:
		word = &schema{Type: "string", Enum: k.Words}
	case k.Form == FormWord || k.Form == FormWords:
		word.Pattern = `^[^ \t\n,=]+$`
	}
	var s *schema
	switch k.Form {
	case FormVersion:
		s = &schema{Const: 1}
	case FormMap:
		s = mapping()
	case FormMaps:
		s = &schema{Type: list, Items: mapping()}
	case FormBool:
		s = &schema{Type: "boolean"}
	case FormTexts, FormWords:
		s = &schema{Type: list, Items: word}
	default:
		s = word
	}
	s.Description = k.Doc + " Without it: " + k.Default + "."
	return s
}
