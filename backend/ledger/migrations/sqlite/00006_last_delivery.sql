-- The folded conversation tells how far its last message got. What the events say of it is filled in: the first final
-- step (delivered, failed, suppressed), else the furthest (sent, unconfirmed).

-- +goose Up
UPDATE conversations
SET state = json_set(state, '$.last_message.delivery', json((
    SELECT json_remove(e.data, '$.message')
    FROM events e
    WHERE e.conversation = conversations.id AND e.seq > state ->> '$.last_message.seq'
        AND e.kind = 'message.delivery' AND e.data ->> 'message' = state ->> '$.last_message.message'
    ORDER BY e.data ->> 'state' IN ('sent', 'unconfirmed'), e.data ->> 'state' = 'unconfirmed', e.seq
    LIMIT 1)))
WHERE state ->> '$.last_message.from' <> 'customer' AND EXISTS (
    SELECT 1 FROM events e
    WHERE e.conversation = conversations.id AND e.seq > state ->> '$.last_message.seq'
        AND e.kind = 'message.delivery' AND e.data ->> 'message' = state ->> '$.last_message.message');

-- +goose Down
UPDATE conversations SET state = json_remove(state, '$.last_message.delivery');
