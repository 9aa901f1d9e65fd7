package config

import (
	"bytes"
	"fmt"
	"strings"
)

// Page returns the page on the file, as Markdown. rules are the names of the
// rules.
func Page(rules []string) []byte {
	out := bytes.NewBufferString(`# asyncport.yaml

Made from the table in ` + "`internal/config/keys.go`" + `; do not edit.

The file stands beside ` + "`go.mod`" + `. Every key but ` + "`version`" + ` may be left out, and flags of the command line win. It is read
strictly: an unknown key or value, or a file that is missing, ends the command with exit code 2 and the line.
` + "`asyncport config check`" + ` says whether all is sound, and what it comes to. [suppressing.md](suppressing.md) tells when to use
what.

Editors that know the YAML language server check the file as you type, by
[asyncport.schema.json](asyncport.schema.json), if its first line is

    # yaml-language-server: $schema=asyncport.schema.json

and ` + "`asyncport config schema > asyncport.schema.json`" + ` has written the schema of your asyncport.

| key | value | without it |
|---|---|---|
`)
	for _, k := range Keys() {
		fmt.Fprintf(out, "| [`%s`](#%s) | %s | %s |\n", k.Name, strings.ReplaceAll(k.Name, ".", ""), k.value(rules), k.Default)
	}
	for _, k := range Keys() {
		fmt.Fprintf(out, "\n## %s\n\n%s\n\n", k.Name, escape(k.Doc))
		fmt.Fprintf(out, "- Value: %s.\n- Without it: %s.\n\n```yaml\nversion: 1\n%s```\n", k.value(rules), k.Default, k.Example)
	}
	return out.Bytes()
}

// value says what may stand behind the key.
func (k Key) value(rules []string) string {
	words := k.Words
	if k.Rules {
		words = rules
	}
	if words == nil {
		return string(k.Form)
	}
	list := "`" + strings.Join(words, "`, `") + "`"
	if k.Form == FormWord {
		return "one of " + list
	}
	return "list of " + list
}

// escape keeps Markdown from taking a text's stars for its own.
func escape(text string) string { return strings.ReplaceAll(text, "*", `\*`) }
