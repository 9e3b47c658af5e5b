package web

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/nyaruka/phonenumbers"

	"relevo/backend/auth"
	"relevo/backend/channel/webchat"
	"relevo/backend/desk"
	"relevo/backend/hub"
	"relevo/backend/wire"
	"relevo/backend/workplace"
)

// This file holds the customer's side of the web chat. Other people's pages may call it, so it takes no cookie and
// answers no page that the channel does not name.

const chatPath = "/api/v1/chat/"

func (s *Server) mountChat() {
	add(s, route{method: http.MethodPost, path: "/api/v1/chat/{channel}/sessions", id: "beginChat", tag: "chat", door: ofChannel,
		bucket: s.limits.chats, status: http.StatusCreated, about: "A token for a new conversation of one's own"}, s.beginChat)
	add(s, route{method: http.MethodPost, path: "/api/v1/chat/messages", id: "sendChatMessage", tag: "chat", door: ofChat, command: true,
		status: http.StatusCreated, about: "Write to the business"}, s.sendChatMessage)
	add(s, route{method: http.MethodGet, path: "/api/v1/chat/messages", id: "listChatMessages", tag: "chat", door: ofChat,
		about: "The conversation as the customer sees it"}, s.listChatMessages)
	s.echo.OPTIONS(chatPath+":channel/sessions", s.preflight)
	s.echo.OPTIONS(chatPath+"*", s.preflight)
}

func (s *Server) beginChat(_ context.Context, c *call, in *body[wire.BeginChat]) (wire.ChatSession, error) {
	settings, ok := s.o.Directory.Settings(c.workplace)
	if !ok {
		return wire.ChatSession{}, notFound()
	}
	customer := desk.Customer{ID: desk.CustomerID(rand.Text()), Name: given(in.Body.Name), Language: settings.Language}
	if err := checkText(customer.Name, desk.LineLimit, desk.Invalid); err != nil {
		return wire.ChatSession{}, err
	}
	if phone := given(in.Body.Phone); strings.TrimSpace(phone) != "" {
		var err error
		if customer.Phone, err = normalise(phone, settings.Country); err != nil {
			return wire.ChatSession{}, err
		}
	}
	switch language, _, _ := strings.Cut(strings.ToLower(given(in.Body.Language)), "-"); language {
	case workplace.English, workplace.Spanish:
		customer.Language = language // any other is one that nobody here speaks
	}
	chat := auth.Chat{Workplace: c.workplace, Channel: c.channel.ID, Conversation: desk.ConversationID(rand.Text()), Customer: customer}
	token, err := s.o.Sessions.SignChat(chat)
	if err != nil {
		return wire.ChatSession{}, err
	}
	return wire.ChatSession{Token: token, Conversation: string(chat.Conversation)}, nil
}

func (s *Server) sendChatMessage(ctx context.Context, c *call, in *body[wire.SendChatMessage]) (wire.ChatMessageSent, error) {
	if err := noFiles(in.Body.Attachments); err != nil {
		return wire.ChatMessageSent{}, err
	}
	who := webchat.Visitor{Workplace: c.chat.Workplace, Channel: c.chat.Channel, Conversation: c.chat.Conversation, Customer: c.chat.Customer}
	message, err := s.o.Chat.Say(ctx, who, in.Body.Text, c.key)
	if err != nil {
		return wire.ChatMessageSent{}, forCustomer(err)
	}
	return wire.ChatMessageSent{Message: wire.FromPublicMessage(message)}, nil
}

// forCustomer takes from a refusal what only the inside may know: who holds the conversation.
func forCustomer(err error) error {
	if inside, ok := errors.AsType[*desk.Error](err); ok {
		outside := *inside
		outside.Conversation, outside.Missed = nil, nil
		return &outside
	}
	return err
}

type listChatMessagesInput struct {
	After seq   `query:"after" doc:"The last seq that the client has."`
	Limit limit `query:"limit"`
}

func (s *Server) listChatMessages(ctx context.Context, c *call, in *listChatMessagesInput) (wire.ChatMessages, error) {
	after, err := in.After.value()
	if err != nil {
		return wire.ChatMessages{}, err
	}
	limit, err := in.Limit.value()
	if err != nil {
		return wire.ChatMessages{}, err
	}
	messages, err := s.o.In(c.workplace).Public(ctx, c.conversation, int(after), limit)
	if isCode(err, desk.NotFound) {
		return wire.ChatMessages{Messages: []wire.ChatMessage{}}, nil // nothing was written yet
	}
	if err != nil {
		return wire.ChatMessages{}, err
	}
	return wire.ChatMessages{Messages: wire.FromPublicMessages(messages)}, nil
}

// admitCustomer reads the chat token. A channel that was switched off takes its customers with it.
func (s *Server) admitCustomer(c *call) error {
	r := c.echo.Request()
	token, ok := bearer(r)
	if !ok {
		return unauthenticated()
	}
	chat, channel, err := s.chatOf(token)
	if err != nil {
		return err
	}
	c.chat, c.workplace, c.conversation = chat, chat.Workplace, chat.Conversation
	if err := s.limits.of(c.route.method).take("chat:" + string(chat.Conversation)); err != nil {
		return err
	}
	return s.allowOrigin(c.echo, channel)
}

// admitChannel finds the channel that the path names.
func (s *Server) admitChannel(c *call) error {
	channel, ok := s.o.Directory.Channel(desk.ChannelID(c.param("channel")))
	if !ok || channel.Kind != desk.ChannelWeb {
		return notFound()
	}
	c.channel, c.workplace = channel, channel.Workplace
	return s.allowOrigin(c.echo, channel)
}

// chatOf reads a chat token and finds its channel.
func (s *Server) chatOf(token string) (auth.Chat, workplace.Channel, error) {
	chat, err := s.o.Sessions.VerifyChat(token)
	if err != nil {
		return auth.Chat{}, workplace.Channel{}, err
	}
	channel, ok := s.o.Directory.Channel(chat.Channel)
	if !ok || channel.Workplace != chat.Workplace {
		return auth.Chat{}, workplace.Channel{}, desk.Refuse(desk.Unauthenticated, "This chat is closed.")
	}
	return chat, channel, nil
}

// chatter is who holds a chat token, as the sockets ask it.
func (s *Server) chatter(token string) (Chatter, error) {
	chat, channel, err := s.chatOf(token)
	if err != nil {
		return Chatter{}, err
	}
	who := hub.Customer{Workplace: chat.Workplace, Conversation: chat.Conversation, Expires: chat.Expires}
	return Chatter{Customer: who, Origins: channel.Origins}, nil
}

// allowOrigin lets a page read the answer: any where the channel names none, else those that it names, and our own.
// Outside of browsers there is no page.
func (s *Server) allowOrigin(c echo.Context, channel workplace.Channel) error {
	h, origin := c.Response().Header(), c.Request().Header.Get("Origin")
	if len(channel.Origins) == 0 || origin == "" {
		return nil
	}
	h.Add("Vary", "Origin")
	if !slices.Contains(channel.Origins, origin) && !s.ownOrigin(c.Request(), origin) {
		h.Del("Access-Control-Allow-Origin")
		return desk.Refuse(desk.Forbidden, "This page may not hold the chat.")
	}
	h.Set("Access-Control-Allow-Origin", origin)
	return nil
}

// preflight tells a browser what other pages may send. Whether this page may is known where the path names a channel;
// else the request itself tells.
func (s *Server) preflight(c echo.Context) error {
	if channel, ok := s.o.Directory.Channel(desk.ChannelID(c.Param("channel"))); ok {
		if err := s.allowOrigin(c, channel); err != nil {
			return err
		}
	}
	h := c.Response().Header()
	h.Set("Access-Control-Allow-Methods", "GET, POST")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key")
	h.Set("Access-Control-Max-Age", "7200")
	return c.NoContent(http.StatusNoContent)
}

// normalise makes a number what the log keeps: E.164, read as people of the country write it. E.164 has no extensions:
// without theirs, a text would reach whoever answers the house's phone.
func normalise(phone, country string) (string, error) {
	number, err := phonenumbers.Parse(phone, country)
	if err != nil || number.GetExtension() != "" || phonenumbers.IsPossibleNumberWithReason(number) != phonenumbers.IS_POSSIBLE {
		return "", desk.Refuse(desk.Invalid, "This is no phone number.")
	}
	return phonenumbers.Format(number, phonenumbers.E164), nil
}
