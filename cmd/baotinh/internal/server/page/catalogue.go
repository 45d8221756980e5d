package page

import "baotinh/pipeline/newspaper"

// catalogue returns the catalogue of newspapers.
func (s *Server) catalogue() *newspaper.Catalogue {
	if s.Catalogue != nil {
		return s.Catalogue
	}
	return newspaper.Default()
}
