package wire

import "relevo/backend/desk"

// This file holds the customer's side of the web chat: nothing of the inside is in it.

// BeginChat asks for a new conversation of the customer's own.
type BeginChat struct {
	Name     *string `json:"name,omitempty"`
	Phone    *string `json:"phone,omitempty"`
	Language *string `json:"language,omitempty"`
}

// ChatSession is the customer's key to their own conversation, and its id.
type ChatSession struct {
	Token        string `json:"token"`
	Conversation string `json:"conversation"`
}

// SendChatMessage is a message by the customer.
type SendChatMessage struct {
	Text        string   `json:"text"`
	Attachments []string `json:"attachments,omitempty"`
}

// ChatMessage is a message as the customer sees it: one business, never its people. Seq counts the conversation's
// messages 1, 2, 3 …
type ChatMessage struct {
	Seq         int64        `json:"seq"`
	Message     string       `json:"message"`
	From        string       `json:"from" enum:"customer,business"`
	Text        string       `json:"text"`
	Attachments []Attachment `json:"attachments"`
	At          string       `json:"at" format:"date-time"`
}

// ChatMessageSent answers a message by the customer.
type ChatMessageSent struct {
	Message ChatMessage `json:"message"`
}

// ChatMessages are the conversation's messages in their order.
type ChatMessages struct {
	Messages []ChatMessage `json:"messages"`
}

// FromPublicMessage shows a message to the customer.
func FromPublicMessage(m desk.PublicMessage) ChatMessage {
	from := "business"
	if m.FromCustomer {
		from = "customer"
	}
	return ChatMessage{Seq: int64(m.N), Message: string(m.Message), From: from, Text: m.Text, Attachments: []Attachment{}, At: Time(m.At)}
}

// FromPublicMessages shows a list of messages.
func FromPublicMessages(list []desk.PublicMessage) []ChatMessage {
	shown := make([]ChatMessage, len(list))
	for i, m := range list {
		shown[i] = FromPublicMessage(m)
	}
	return shown
}
