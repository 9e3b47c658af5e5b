// Made from docs/openapi.json by `npm run gen`. Change the Go types in backend/wire instead.

export interface paths {
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in by address and password */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the session */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change one's own password */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fetch the next access token with the cookie */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the first workplace and its admin, once */
        post: operations["setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/{channel}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A token for a new conversation of one's own */
        post: operations["beginChat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/chat/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The conversation as the customer sees it */
        get: operations["listChatMessages"];
        put?: never;
        /** Write to the business */
        post: operations["sendChatMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{c}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A conversation with the newest of its events and one's own drafts */
        get: operations["getConversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{c}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop an escalation's alarm */
        post: operations["acknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{c}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the conversation to somebody */
        post: operations["assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{c}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the episode */
        post: operations["closeConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{c}/drafts/note": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keep what I began to write as a note */
        put: operations["saveNoteDraft"];
        post?: never;
        /** Forget what I began to write as a note */
        delete: operations["dropNoteDraft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{c}/drafts/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keep what I began to write as a reply */
        put: operations["saveReplyDraft"];
        post?: never;
        /** Forget what I began to write as a reply */
        delete: operations["dropReplyDraft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{c}/escalate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call the office */
        post: operations["escalate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{c}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Older events of a conversation */
        get: operations["listOlderEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{c}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reply to the customer */
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{c}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave an internal note, or direct agents by one */
        post: operations["addNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{c}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say up to where I have read */
        post: operations["markSeen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename a customer, or say what colleagues should know */
        patch: operations["changeCustomer"];
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what I set for myself */
        patch: operations["changePreferences"];
        trace?: never;
    };
    "/api/v1/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An agent's own work over all their workplaces */
        get: operations["getQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Claim the first of those who wait */
        post: operations["claimNext"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workplaces/{w}/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Numbers and widgets */
        get: operations["listChannels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workplaces/{w}/channels/{channel}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Create, change or deactivate a channel */
        put: operations["putChannel"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workplaces/{w}/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A section's conversations, or those that a search finds */
        get: operations["listConversations"];
        put?: never;
        /** Write to a number */
        post: operations["startConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workplaces/{w}/escalation-reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a conversation may be escalated */
        get: operations["listReasons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workplaces/{w}/escalation-reasons/{reason}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Create, change or deactivate a reason */
        put: operations["putReason"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workplaces/{w}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workplace's events in their order */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workplaces/{w}/knowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What Lara may say */
        get: operations["listKnowledge"];
        put?: never;
        /** Teach Lara an answer */
        post: operations["addKnowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workplaces/{w}/knowledge/{entry}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change an answer, or take it from Lara */
        patch: operations["changeKnowledge"];
        trace?: never;
    };
    "/api/v1/workplaces/{w}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everybody who is or was a member */
        get: operations["listMembers"];
        put?: never;
        /** Make somebody a member */
        post: operations["addMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workplaces/{w}/members/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a member, or end the membership */
        patch: operations["changeMember"];
        trace?: never;
    };
    "/api/v1/workplaces/{w}/quick-responses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Saved messages */
        get: operations["listQuickResponses"];
        put?: never;
        /** Save a message for everybody */
        post: operations["addQuickResponse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workplaces/{w}/quick-responses/{response}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change or deactivate a saved message */
        patch: operations["changeQuickResponse"];
        trace?: never;
    };
    "/api/v1/workplaces/{w}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The Activity Stream as it stands */
        get: operations["getStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Acknowledged: {
            reason: string;
        };
        Actor: {
            /** @enum {string} */
            team: "customer" | "lara" | "agents" | "staff" | "supervisor" | "system";
            user: components["schemas"]["Person"] | null;
        };
        AddKnowledge: {
            answer: string;
            /**
             * @description Left out: the workplace's.
             * @enum {string}
             */
            language?: "es" | "en";
            question: string;
        };
        AddMember: {
            email: string;
            handle: string;
            name: string;
            password: string;
            /** @enum {string} */
            role: "admin" | "staff" | "agent" | "supervisor";
        };
        AddNote: {
            directs_agents?: boolean;
            text: string;
        };
        AddQuickResponse: {
            shortcut: string;
            text: string;
        };
        AgentsDirected: {
            agents: components["schemas"]["Directed"];
            note: string;
        };
        AgentsDirectedEvent: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            conversation: string;
            data: components["schemas"]["AgentsDirected"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "agents.directed";
            /** Format: int64 */
            seq: number;
            workplace: string;
        };
        Assign: {
            note?: string;
            to: components["schemas"]["AssignTo"];
        };
        Assigned: {
            /** @enum {string} */
            cause: "assign" | "claim" | "reply" | "next" | "take_back" | "left" | "absent" | "service_off" | "lara_off";
            from: components["schemas"]["Holder"];
            note?: string;
            to: components["schemas"]["Holder"];
        };
        AssignTo: {
            /** @enum {string} */
            team: "lara" | "agents" | "staff";
            user?: string;
        };
        Attachment: {
            id: string;
            name: string;
            /** Format: int64 */
            size: number;
            state: string;
            type: string;
        };
        BeginChat: {
            language?: string;
            name?: string;
            phone?: string;
        };
        ChangeCustomer: {
            about?: string;
            name?: string;
        };
        ChangeKnowledge: {
            active?: boolean;
            answer?: string;
            /** @enum {string} */
            language?: "es" | "en";
            question?: string;
        };
        ChangeMember: {
            active?: boolean;
            name?: string;
            password?: string;
            /** @enum {string} */
            role?: "admin" | "staff" | "agent" | "supervisor";
        };
        ChangePassword: {
            current: string;
            new: string;
        };
        ChangeQuickResponse: {
            active?: boolean;
            shortcut?: string;
            text?: string;
        };
        Channel: {
            id: string;
            /** @enum {string} */
            kind: "web" | "twilio";
        };
        Channels: {
            channels: components["schemas"]["ChannelSettings"][];
        };
        ChannelSettings: {
            active: boolean;
            id: string;
            /** @enum {string} */
            kind: "web" | "twilio";
            /** @description Of an SMS channel; else empty. */
            number: string;
            /** @description Pages that may hold the widget, as scheme://host; none: any. */
            origins: string[];
        };
        ChatClientFrame: components["schemas"]["ChatHello"] | components["schemas"]["ChatTyping"];
        ChatHeartbeat: {
            build: string;
            /** Format: int64 */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "heartbeat";
        };
        ChatHello: {
            epoch?: string;
            /** Format: int64 */
            since?: number;
            token: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "hello";
        };
        ChatMessage: {
            /** Format: date-time */
            at: string;
            attachments: components["schemas"]["Attachment"][];
            /** @enum {string} */
            from: "customer" | "business";
            message: string;
            /** Format: int64 */
            seq: number;
            text: string;
        };
        ChatMessages: {
            messages: components["schemas"]["ChatMessage"][];
        };
        ChatMessageSent: {
            message: components["schemas"]["ChatMessage"];
        };
        ChatServerFrame: components["schemas"]["ChatWelcome"] | components["schemas"]["LiveMessages"] | components["schemas"]["Resync"] | components["schemas"]["ChatTyping"] | components["schemas"]["ChatHeartbeat"] | components["schemas"]["FrameProblem"];
        ChatSession: {
            conversation: string;
            token: string;
        };
        ChatTyping: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "typing";
        };
        ChatWelcome: {
            build: string;
            epoch: string;
            /** Format: double */
            ping_seconds: number;
            /** Format: int64 */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "welcome";
        };
        ClientFrame: components["schemas"]["Hello"] | components["schemas"]["Token"] | components["schemas"]["Viewing"] | components["schemas"]["TypingIn"] | components["schemas"]["PresenceIn"];
        CloseConversation: {
            note?: string;
        };
        Closed: {
            from: components["schemas"]["Holder"];
            note?: string;
        };
        CommandAnswer: {
            conversation: components["schemas"]["Conversation"];
            events: components["schemas"]["Event"][];
        };
        Conversation: {
            agents_may_reply: boolean;
            channel: components["schemas"]["Channel"];
            customer: components["schemas"]["Customer"];
            directed: components["schemas"]["Directed"];
            /** Format: int64 */
            episode: number;
            escalation: components["schemas"]["Escalation"] | null;
            /** Format: date-time */
            held_since: string;
            holder: components["schemas"]["Holder"];
            id: string;
            last_message: components["schemas"]["LastMessage"] | null;
            /** Format: int64 */
            last_seq: number;
            opted_out: boolean;
            /** @enum {string} */
            status: "open" | "closed";
            take_back_agent: string | null;
            taken_over: components["schemas"]["TakenOver"] | null;
            /** Format: int64 */
            unread: number;
            /** Format: date-time */
            waiting_since: string | null;
            workplace: string;
        };
        ConversationAssignedEvent: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            conversation: string;
            data: components["schemas"]["Assigned"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "conversation.assigned";
            /** Format: int64 */
            seq: number;
            workplace: string;
        };
        ConversationClosedEvent: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            conversation: string;
            data: components["schemas"]["Closed"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "conversation.closed";
            /** Format: int64 */
            seq: number;
            workplace: string;
        };
        ConversationEscalatedEvent: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            conversation: string;
            data: components["schemas"]["Escalated"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "conversation.escalated";
            /** Format: int64 */
            seq: number;
            workplace: string;
        };
        ConversationOpenedEvent: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            conversation: string;
            data: components["schemas"]["Opened"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "conversation.opened";
            /** Format: int64 */
            seq: number;
            workplace: string;
        };
        ConversationPage: {
            conversations: components["schemas"]["Conversation"][];
            next: string | null;
        };
        ConversationSeenEvent: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            conversation: string;
            data: components["schemas"]["Seen"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "conversation.seen";
            /** Format: int64 */
            seq: number;
            workplace: string;
        };
        ConversationTakenOverEvent: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            conversation: string;
            data: components["schemas"]["TookOver"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "conversation.taken_over";
            /** Format: int64 */
            seq: number;
            workplace: string;
        };
        ConversationView: {
            conversation: components["schemas"]["Conversation"];
            drafts: components["schemas"]["Drafts"];
            events: components["schemas"]["Event"][];
            has_more: boolean;
            /** Format: int64 */
            seq: number;
        };
        Customer: {
            about: string;
            id: string;
            language: string;
            name: string;
            phone: string;
        };
        CustomerOptedInEvent: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            conversation: string;
            data: components["schemas"]["Opted"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "customer.opted_in";
            /** Format: int64 */
            seq: number;
            workplace: string;
        };
        CustomerOptedOutEvent: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            conversation: string;
            data: components["schemas"]["Opted"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "customer.opted_out";
            /** Format: int64 */
            seq: number;
            workplace: string;
        };
        CustomerUpdated: {
            customer: components["schemas"]["Customer"];
        };
        CustomerUpdatedEvent: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            conversation: string;
            data: components["schemas"]["CustomerUpdated"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "customer.updated";
            /** Format: int64 */
            seq: number;
            workplace: string;
        };
        Delivery: {
            error?: string;
            message: string;
            /** @enum {string} */
            state: "sent" | "unconfirmed" | "delivered" | "failed" | "suppressed";
        };
        /** @description Whom the office lets reply: all agents, or these users. */
        Directed: "all" | string[];
        Drafts: {
            note: string | null;
            reply: string | null;
        };
        Escalate: {
            note: string;
            reason: string;
            to_user?: string;
        };
        Escalated: {
            from: components["schemas"]["Holder"];
            note: string | null;
            reason: string;
            to: components["schemas"]["Holder"];
        };
        Escalation: {
            acknowledged_by: components["schemas"]["Actor"] | null;
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            reason: string;
            /** @enum {string} */
            team: "lara" | "agents" | "staff";
        };
        EscalationAcknowledgedEvent: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            conversation: string;
            data: components["schemas"]["Acknowledged"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "escalation.acknowledged";
            /** Format: int64 */
            seq: number;
            workplace: string;
        };
        Event: components["schemas"]["ConversationOpenedEvent"] | components["schemas"]["MessageReceivedEvent"] | components["schemas"]["MessageSentEvent"] | components["schemas"]["MessageDeliveryEvent"] | components["schemas"]["NoteAddedEvent"] | components["schemas"]["ConversationAssignedEvent"] | components["schemas"]["ConversationEscalatedEvent"] | components["schemas"]["EscalationAcknowledgedEvent"] | components["schemas"]["ConversationTakenOverEvent"] | components["schemas"]["AgentsDirectedEvent"] | components["schemas"]["ConversationSeenEvent"] | components["schemas"]["ConversationClosedEvent"] | components["schemas"]["CustomerOptedOutEvent"] | components["schemas"]["CustomerOptedInEvent"] | components["schemas"]["CustomerUpdatedEvent"] | components["schemas"]["TextRedactedEvent"];
        EventPage: {
            events: components["schemas"]["Event"][];
            next: string | null;
        };
        FirstWorkplace: {
            country?: string;
            id: string;
            /** @enum {string} */
            language?: "es" | "en";
            name: string;
            timezone?: string;
        };
        FrameProblem: {
            code: string;
            detail: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "error";
        };
        Heartbeat: {
            build: string;
            seqs: {
                [key: string]: number;
            };
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "heartbeat";
        };
        Hello: {
            epoch?: string;
            since?: {
                [key: string]: number | null;
            };
            token: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "hello";
        };
        Holder: {
            /** @enum {string} */
            team: "lara" | "agents" | "staff";
            user: components["schemas"]["Person"] | null;
        };
        Knowledge: {
            answer: string;
            id: string;
            /** @enum {string} */
            language: "es" | "en";
            question: string;
        };
        KnowledgeList: {
            knowledge: components["schemas"]["Knowledge"][];
        };
        LastMessage: {
            /** Format: date-time */
            at: string;
            delivery: components["schemas"]["Progress"] | null;
            /** @enum {string} */
            from: "customer" | "lara" | "agents" | "staff";
            message: string;
            /** Format: int64 */
            seq: number;
            text: string;
        };
        Left: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "left";
            workplace: string;
        };
        LiveEvents: {
            events: components["schemas"]["Event"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "events";
        };
        LiveMessages: {
            messages: components["schemas"]["ChatMessage"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "messages";
        };
        Login: {
            access_token: string;
            /**
             * Format: int64
             * @description Seconds until the access token runs out.
             */
            expires_in: number;
            /** @enum {string} */
            token_type: "Bearer";
            user: components["schemas"]["Person"];
        };
        MarkSeen: {
            /** Format: int64 */
            seq: number;
        };
        Me: {
            email: string;
            handle: string;
            id: string;
            /**
             * Format: int64
             * @description After so long without a hand on the machine its screen locks.
             */
            idle_lock_seconds: number;
            memberships: components["schemas"]["Membership"][];
            name: string;
            preferences: components["schemas"]["Preferences"];
        };
        Member: {
            active: boolean;
            email: string;
            handle: string;
            id: string;
            name: string;
            /** @enum {string} */
            role: "admin" | "staff" | "agent" | "supervisor";
        };
        Members: {
            members: components["schemas"]["Member"][];
        };
        Membership: {
            /** @enum {string} */
            role: "admin" | "staff" | "agent" | "supervisor";
            workplace: components["schemas"]["Workplace"];
        };
        MessageDeliveryEvent: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            conversation: string;
            data: components["schemas"]["Delivery"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "message.delivery";
            /** Format: int64 */
            seq: number;
            workplace: string;
        };
        MessageReceivedEvent: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            conversation: string;
            data: components["schemas"]["Received"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "message.received";
            /** Format: int64 */
            seq: number;
            workplace: string;
        };
        MessageSentEvent: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            conversation: string;
            data: components["schemas"]["Sent"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "message.sent";
            /** Format: int64 */
            seq: number;
            workplace: string;
        };
        Note: {
            directs_agents: boolean;
            mentions: string[];
            note: string;
            text: string;
        };
        NoteAddedEvent: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            conversation: string;
            data: components["schemas"]["Note"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "note.added";
            /** Format: int64 */
            seq: number;
            workplace: string;
        };
        Nothing: Record<string, never>;
        OlderEvents: {
            events: components["schemas"]["Event"][];
            has_more: boolean;
            next: string | null;
        };
        OneChannel: {
            channel: components["schemas"]["ChannelSettings"];
        };
        OneKnowledge: {
            knowledge: components["schemas"]["Knowledge"];
        };
        OneMember: {
            member: components["schemas"]["Member"];
        };
        OneQuickResponse: {
            quick_response: components["schemas"]["QuickResponse"];
        };
        OneReason: {
            escalation_reason: components["schemas"]["Reason"];
        };
        Opened: {
            /** @enum {string} */
            cause: "customer" | "staff" | "agents" | "missed_call";
            channel: components["schemas"]["Channel"];
            customer: components["schemas"]["Customer"];
            /** Format: int64 */
            episode: number;
            holder: components["schemas"]["Holder"];
        };
        Opted: {
            channel: string;
        };
        Person: {
            handle: string;
            id: string;
            name: string;
        };
        Place: {
            /** Format: int64 */
            seq: number;
        };
        Preferences: {
            /** @description Enter sends, instead of beginning a line. */
            enter_sends?: boolean;
            /** @description Of the stream, at most 20. */
            filters?: components["schemas"]["SavedFilter"][];
            /** @description By action: its keys, like R, Shift+E, Mod+I or G M, instead of those that it comes with. */
            keys?: {
                [key: string]: string[];
            };
            /** @description Who has waited longest comes first. */
            longest_first?: boolean;
            /** @description Keys without Ctrl or Cmd do something. */
            single_keys?: boolean;
        };
        Presence: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "presence";
            users: components["schemas"]["PresenceUser"][];
            workplace: string;
        };
        PresenceIn: {
            /** @enum {string} */
            state: "online" | "away";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "presence";
        };
        PresenceUser: {
            id: string;
            /** Format: date-time */
            last_seen_at: string | null;
            /** @enum {string} */
            state: "online" | "away" | "offline";
            viewing: string | null;
        };
        Problem: {
            /** @enum {string} */
            code: "agents_locked_out" | "already_closed" | "already_with_staff" | "crossed_reply" | "empty_message" | "forbidden" | "held_by_other" | "idempotency_mismatch" | "internal" | "invalid" | "invalid_assignee" | "invalid_reason" | "malformed" | "message_too_long" | "no_escalation" | "not_found" | "not_with_office" | "note_required" | "opted_out" | "rate_limited" | "reason_required" | "too_large" | "unauthenticated" | "unavailable";
            conversation?: components["schemas"]["Conversation"];
            detail: string;
            holder?: components["schemas"]["Holder"];
            /** Format: int64 */
            last_seq?: number;
            missed?: components["schemas"]["Event"][];
            /** @description The request's id, by which the operator finds it in the log. */
            request?: string;
            /** Format: int64 */
            status: number;
            title: string;
            /** @enum {string} */
            type: "about:blank";
        };
        Progress: {
            error: string;
            /** @enum {string} */
            state: "sent" | "unconfirmed" | "delivered" | "failed" | "suppressed";
        };
        PutChannel: {
            account_sid?: string;
            active?: boolean;
            api_base?: string;
            auth_token?: string;
            /** @enum {string} */
            kind?: "web" | "twilio";
            number?: string;
            origins?: string[];
        };
        PutReason: {
            active?: boolean;
            name?: string;
            name_es?: string;
        };
        Queue: {
            /** @description What the office holds and directs the agent to answer. */
            may_reply: components["schemas"]["Conversation"][];
            mine: components["schemas"]["Conversation"][];
            seqs: {
                [key: string]: number;
            };
            waiting: components["schemas"]["Conversation"][];
        };
        QuickResponse: {
            id: string;
            personal: boolean;
            shortcut: string;
            text: string;
        };
        QuickResponses: {
            quick_responses: components["schemas"]["QuickResponse"][];
        };
        Reason: {
            active: boolean;
            id: string;
            name: string;
            /** @description In Spanish; empty: the name serves both languages. */
            name_es: string;
        };
        Reasons: {
            escalation_reasons: components["schemas"]["Reason"][];
        };
        Received: {
            attachments: components["schemas"]["Attachment"][];
            language?: string;
            message: string;
            text: string;
        };
        Redacted: {
            message?: string;
            note?: string;
            reason: string;
        };
        Resync: {
            /** Format: int64 */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "resync";
            workplace?: string;
        };
        RoleChanged: {
            /** @enum {string} */
            role: "admin" | "staff" | "agent" | "supervisor";
            /** Format: int64 */
            seq: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "role";
            workplace: string;
        };
        SavedFilter: {
            words: ("unanswered" | "overdue" | "escalated" | "sms" | "web" | "en" | "es")[];
        };
        SaveDraft: {
            text: string;
        };
        Seen: {
            /** Format: int64 */
            seq: number;
            /** Format: int64 */
            unread: number;
        };
        SendChatMessage: {
            attachments?: string[];
            text: string;
        };
        SendMessage: {
            attachments?: string[];
            force?: boolean;
            /** Format: int64 */
            if_seen?: number;
            text: string;
        };
        Sent: {
            answers: boolean;
            attachments: components["schemas"]["Attachment"][];
            message: string;
            text: string;
        };
        ServerFrame: components["schemas"]["Welcome"] | components["schemas"]["LiveEvents"] | components["schemas"]["Resync"] | components["schemas"]["Presence"] | components["schemas"]["Typing"] | components["schemas"]["Heartbeat"] | components["schemas"]["RoleChanged"] | components["schemas"]["Left"] | components["schemas"]["FrameProblem"];
        SetUp: {
            email: string;
            handle: string;
            name: string;
            password: string;
            token: string;
            workplace: components["schemas"]["FirstWorkplace"];
        };
        SignIn: {
            email: string;
            password: string;
        };
        StartConversation: {
            channel?: string;
            force?: boolean;
            name?: string;
            phone: string;
            text: string;
        };
        Stream: {
            epoch: string;
            sections: components["schemas"]["StreamSection"][];
            /** Format: int64 */
            seq: number;
        };
        StreamSection: {
            conversations: components["schemas"]["Conversation"][];
            /** Format: int64 */
            count: number;
            /** @enum {string} */
            key: "mine" | "staff" | "agents" | "lara" | "closed";
            next: string | null;
            /** Format: int64 */
            unanswered: number;
        };
        TakenOver: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
        };
        TextRedactedEvent: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Actor"];
            conversation: string;
            data: components["schemas"]["Redacted"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "text.redacted";
            /** Format: int64 */
            seq: number;
            workplace: string;
        };
        Token: {
            token: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "token";
        };
        TookOver: {
            from: components["schemas"]["Holder"];
            to: components["schemas"]["Holder"];
        };
        Typing: {
            conversation: string;
            note?: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "typing";
            user: components["schemas"]["Person"] | null;
            workplace: string;
        };
        TypingIn: {
            conversation: string;
            note?: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "typing";
        };
        Viewing: {
            conversation: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "viewing";
        };
        Welcome: {
            build: string;
            epoch: string;
            /** Format: double */
            ping_seconds: number;
            session: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "welcome";
            user: components["schemas"]["Person"];
            workplaces: {
                [key: string]: components["schemas"]["Place"];
            };
        };
        Workplace: {
            agents_service: boolean;
            id: string;
            /** @enum {string} */
            language: "es" | "en";
            /** Format: int64 */
            message_limit: number;
            name: string;
            timezone: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Login"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePassword"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Login"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetUp"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Login"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginChat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginChat"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatSession"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listChatMessages: {
        parameters: {
            query?: {
                /** @description The last seq that the client has. */
                after?: number;
                /** @description How many at most; beyond 200 counts as 200. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatMessages"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendChatMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: the same key with the same body happens once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendChatMessage"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatMessageSent"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                c: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledge: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: the same key with the same body happens once. */
                "Idempotency-Key"?: string;
            };
            path: {
                c: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assign: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: the same key with the same body happens once. */
                "Idempotency-Key"?: string;
            };
            path: {
                c: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assign"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    closeConversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: the same key with the same body happens once. */
                "Idempotency-Key"?: string;
            };
            path: {
                c: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CloseConversation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveNoteDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                c: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveDraft"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dropNoteDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                c: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveReplyDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                c: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveDraft"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dropReplyDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                c: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    escalate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: the same key with the same body happens once. */
                "Idempotency-Key"?: string;
            };
            path: {
                c: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Escalate"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOlderEvents: {
        parameters: {
            query?: {
                /** @description The oldest seq that the client has; left out: the newest events. */
                before?: number;
                /** @description How many at most; beyond 200 counts as 200. */
                limit?: number;
            };
            header?: never;
            path: {
                c: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OlderEvents"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: the same key with the same body happens once. */
                "Idempotency-Key"?: string;
            };
            path: {
                c: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendMessage"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addNote: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: the same key with the same body happens once. */
                "Idempotency-Key"?: string;
            };
            path: {
                c: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddNote"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    markSeen: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: the same key with the same body happens once. */
                "Idempotency-Key"?: string;
            };
            path: {
                c: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkSeen"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: the same key with the same body happens once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeCustomer"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Preferences"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQueue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    claimNext: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: the same key with the same body happens once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
            /** @description There was nothing to do */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listChannels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                w: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channels"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
                w: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutChannel"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneChannel"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConversations: {
        parameters: {
            query?: {
                /** @description The page before's next. */
                cursor?: string;
                /** @description How many at most; beyond 200 counts as 200. */
                limit?: number;
                /** @description Words of a message, a name or a number, from their beginnings. */
                q?: string;
                /** @description Left out: all, newest first. */
                section?: "mine" | "staff" | "agents" | "lara" | "closed";
            };
            header?: never;
            path: {
                w: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startConversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes retries safe: the same key with the same body happens once. */
                "Idempotency-Key"?: string;
            };
            path: {
                w: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartConversation"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReasons: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                w: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reasons"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putReason: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                reason: string;
                w: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutReason"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneReason"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description The last seq that the client has. */
                after?: number;
                /** @description How many at most; beyond 200 counts as 200. */
                limit?: number;
            };
            header?: never;
            path: {
                w: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKnowledge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                w: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KnowledgeList"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addKnowledge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                w: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddKnowledge"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneKnowledge"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeKnowledge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                entry: string;
                w: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeKnowledge"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneKnowledge"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                w: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Members"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                w: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddMember"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneMember"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: string;
                w: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeMember"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneMember"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQuickResponses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                w: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuickResponses"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addQuickResponse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                w: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddQuickResponse"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneQuickResponse"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeQuickResponse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                response: string;
                w: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeQuickResponse"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneQuickResponse"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                w: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stream"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
