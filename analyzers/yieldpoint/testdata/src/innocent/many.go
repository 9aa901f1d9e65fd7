package innocent

// All of these wait in one function: the first is reported for all of them.

type promise struct{ done chan struct{} }

func (f *promise) await() { <-f.done }

type number struct{ promise }

func (n *number) String() string { // want `^method String may block on chan: innocent.\(\*promise\).await -> channel receive \(and 2 more like it\)$`
	n.await()
	return ""
}

type text struct{ promise }

func (t *text) String() string {
	t.await()
	return ""
}

type list struct{ promise }

func (l *list) String() string {
	l.await()
	return ""
}

func (l *list) Len() int { // want `^method Len may block on chan: innocent.\(\*promise\).await -> channel receive$`
	l.await()
	return 0
}
