package written

func bad() {} // want `bad`
