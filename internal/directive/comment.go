package directive

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// parse reads one comment; false means that it is no directive. The lines and
// the place are not looked at.
func parse(c *ast.Comment) (Directive, bool) {
	text, ok := strings.CutPrefix(c.Text, prefix)
	if !ok {
		return Directive{}, false
	}
	d := Directive{Pos: c.Pos(), End: c.End()}
	spaced := strings.HasPrefix(text, " ") || strings.HasPrefix(text, "\t")
	text, remark, _ := strings.Cut(text, " //")
	verb, args, _ := cutWord(text)
	d.Verb = Verb(verb)
	d.Reason = strings.TrimSpace(remark)
	switch d.Verb {
	case Ignore:
		d.parseIgnore(args)
	case Assume:
		d.parseAssume(args)
	case Nonblocking:
		if args != "" {
			d.Err = fmt.Sprintf("%snonblocking takes no argument; put a remark after a second //", prefix)
		}
	default:
		d.Err = fmt.Sprintf("unknown directive %q; known are ignore, assume, nonblocking", prefix+verb)
	}
	if spaced && d.Err == "" {
		d.Err = withoutSpace(d.Verb)
	}
	return d, true
}

func withoutSpace(v Verb) string {
	return "a directive begins with " + prefix + string(v) + ", without a space"
}

func (d *Directive) parseIgnore(args string) {
	rules, reason, _ := cutWord(args)
	// A comma at the end of a word goes on with the next: "a, b reason".
	for strings.HasSuffix(rules, ",") && reason != "" {
		var more string
		more, reason, _ = cutWord(reason)
		rules += more
	}
	d.Reason = reason
	switch {
	case rules == "":
		d.Err = prefix + "ignore needs a rule and a reason: " + prefix + "ignore RULE[,RULE...] reason"
		return
	case reason == "":
		d.Err = fmt.Sprintf("%signore %s needs a reason after the rule", prefix, rules)
	}
	for _, rule := range strings.Split(rules, ",") {
		if rule == "" {
			d.Err = fmt.Sprintf("%signore %s: a rule is missing beside a comma", prefix, rules)
		} else if !slices.Contains(d.Rules, rule) {
			d.Rules = append(d.Rules, rule)
		}
	}
}

func (d *Directive) parseAssume(args string) {
	words := strings.Fields(args)
	if len(words) == 0 {
		d.Err = prefix + "assume needs one of nonblocking, blocks, guarded-by"
		return
	}
	d.Args = words[:1:1]
	rest := words[1:]
	switch words[0] {
	case AssumeNonblocking:
		if len(rest) > 0 {
			d.Err = prefix + "assume nonblocking takes no argument; put a remark after a second //"
		}
	case AssumeBlocks:
		d.parseKinds(rest)
	case AssumeGuardedBy:
		if len(rest) != 1 {
			d.Err = prefix + "assume guarded-by takes the name of one mutex"
			return
		}
		d.Args = append(d.Args, rest[0])
	default:
		d.Err = fmt.Sprintf("%sassume %s: want one of nonblocking, blocks, guarded-by", prefix, words[0])
	}
}

func (d *Directive) parseKinds(rest []string) {
	if len(rest) > 1 {
		d.Err = prefix + "assume blocks takes kinds separated by commas; put a remark after a second //"
		return
	}
	if len(rest) == 0 {
		return
	}
	for _, kind := range strings.Split(rest[0], ",") {
		if kind == "" {
			d.Err = fmt.Sprintf("%sassume blocks %s: a kind is missing beside a comma", prefix, rest[0])
			return
		}
		d.Args = append(d.Args, kind)
	}
}

// cutWord returns the first word of s and what follows it, without space
// around.
func cutWord(s string) (word, rest string, found bool) {
	s = strings.TrimSpace(s)
	i := strings.IndexAny(s, " \t")
	if i < 0 {
		return s, "", false
	}
	return s[:i], strings.TrimSpace(s[i:]), true
}
