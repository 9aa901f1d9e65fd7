package user // want package:"never return: instance, method, static"

import "endless"

func static() { endless.Panics() }

func method(l *endless.Logger) { l.Stop() }

func instance() { endless.Generic(1) }

type stopper interface{ Stop() }

// dynamic may call any Stop.
func dynamic(s stopper) { s.Stop() }

func returns() { endless.Returns() }
