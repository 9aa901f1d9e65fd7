package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/asyncport/asyncport/rewrite"
)

// asker asks the user about one change after the other.
type asker struct {
	in  *bufio.Reader
	out io.Writer
}

func newAsker(in io.Reader, out io.Writer) *asker {
	return &asker{in: bufio.NewReader(in), out: out}
}

const askHelp = `y - make this change
n - leave these sites as they are, and what depends on them is planned anew
a - make this change and all that are left
q - leave this one and all that are left; those you said yes to are made
? - say why the change is offered, and this help
`

// ask shows a change and reads what to do about it. The end of the input quits.
func (a *asker) ask(c rewrite.Choice) (rewrite.Answer, error) {
	for _, f := range c.Files {
		fmt.Fprint(a.out, fileDiff(f))
	}
	for {
		fmt.Fprintf(a.out, "%s, %s; %d left. Make this change [y,n,a,q,?]? ", c.Rule.Name, count(len(c.Sites), "site"), c.Left)
		line, err := a.in.ReadString('\n')
		if err != nil && err != io.EOF {
			return rewrite.Quit, fmt.Errorf("read the answer: %w", err)
		}
		switch answer := strings.ToLower(strings.TrimSpace(line)); {
		case answer == "y" || answer == "yes":
			return rewrite.Yes, nil
		case answer == "n" || answer == "no":
			return rewrite.No, nil
		case answer == "a" || answer == "all":
			return rewrite.All, nil
		case answer == "q" || answer == "quit" || answer == "" && err == io.EOF:
			return rewrite.Quit, nil
		case answer == "?" || answer == "why":
			a.why(c)
		default:
			fmt.Fprint(a.out, askHelp)
		}
	}
}

// why prints what the rule is for, and the sites.
func (a *asker) why(c rewrite.Choice) {
	title, _, _ := strings.Cut(strings.TrimSpace(c.Rule.Doc), "\n")
	fmt.Fprintf(a.out, "rule %s: %s\n", c.Rule.Name, title)
	for _, s := range c.Sites {
		fmt.Fprintf(a.out, "%s:%d:%d: %s in %s: %s\n", s.Pos.Filename, s.Pos.Line, s.Pos.Column, s.Construct, s.Func, s.Text)
	}
	fmt.Fprint(a.out, askHelp)
}
