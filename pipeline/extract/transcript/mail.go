package transcript

import "strings"

// cutMail returns the lines of the article in a mail: those that are quoted where most are, without the signs
// of quotation, else those between the head and the signature. Other lines are returned as they are.
func cutMail(lines []string) []string {
	head := mailHead(lines)
	if head == 0 && !isQuoted(lines) {
		return lines
	}
	lines = lines[head:]
	if isQuoted(lines) {
		var quoted []string
		for _, s := range lines {
			if rest, ok := strings.CutPrefix(strings.TrimRight(s, "\r"), ">"); ok {
				quoted = append(quoted, strings.TrimPrefix(rest, " "))
			}
		}
		return quoted
	}
	for i, s := range lines {
		if strings.TrimRight(s, " \r") == "--" {
			return lines[:i]
		}
	}
	return lines
}

// mailHead returns how many lines the head of a mail has, 0 if there is none.
func mailHead(lines []string) int {
	const least = 3 // fields
	fields := 0
	for i, s := range lines {
		name, _, ok := strings.Cut(s, ":")
		switch {
		case strings.TrimSpace(s) == "" && fields == 0:
		case strings.TrimSpace(s) == "" && fields >= least:
			return i
		case ok && mailFields[strings.ToLower(name)]:
			fields++
		case ok && fields > 0 && !strings.Contains(name, " "), fields > 0 && strings.HasPrefix(s, " "):
		default:
			return 0
		}
	}
	return 0
}

var mailFields = map[string]bool{
	"from": true, "to": true, "cc": true, "date": true, "subject": true, "reply-to": true, "message-id": true,
	"mime-version": true, "content-type": true, "content-transfer-encoding": true, "từ": true, "đến": true,
	"ngày": true, "chủ đề": true, "người gửi": true, "return-path": true, "received": true, "sent": true,
}

// isQuoted reports whether half of the lines at least, and eight of them, have the sign of a quotation.
func isQuoted(lines []string) bool {
	const least = 8
	quoted, all := 0, 0
	for _, s := range lines {
		if strings.TrimSpace(s) == "" {
			continue
		}
		all++
		if s[0] == '>' {
			quoted++
		}
	}
	return quoted >= least && 2*quoted >= all
}
