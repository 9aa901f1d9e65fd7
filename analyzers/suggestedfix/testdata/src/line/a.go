package line

func bad() {} // want `bad`

//line a.y:10
func bad2() {}
