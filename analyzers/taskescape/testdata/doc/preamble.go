package p

type Server struct{}

func (s *Server) serve(co aio.Context) {}
