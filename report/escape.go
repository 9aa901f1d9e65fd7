package report

import "strings"

// plain writes text so that Markdown shows it as it is, in a table too.
func plain(text string) string { return escaper.Replace(oneLine(text)) }

var escaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `<`, `&lt;`, `>`, `&gt;`, `&`, `&amp;`, `[`, `\[`, `]`, `\]`, `|`, `\|`)

// code writes text as a code span. Its fence is longer than any run of
// backticks inside; a pipe is escaped, as tables want it even in code.
func code(text string) string {
	text = strings.ReplaceAll(oneLine(text), "|", `\|`)
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	if text == "" {
		return ""
	}
	return fence + text + fence
}

// oneLine joins the lines of text.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
