import { holdConversations } from '../support/fault-batches.js';

holdConversations(1);
