/** What `npm run admin -- --help` prints. */
export const help = `npm run admin -- COMMAND

Works on the store of the service (PORCHLIGHT_DATA or DATABASE_URL, as for npm start), whether that is running or not.
A running service takes notice at once.

  create organization NAME [--id UUID]
      --id keeps the id it had elsewhere, so that its sites' tags and clients need not change it.
  create queue NAME [--member EMAIL]...
  create user EMAIL --name NAME [--role agent|administrator] [--queue NAME]... [--capacity N]
      Asks for a password, or reads it from a pipe. An agent takes 4 chats at once unless told otherwise.
  create client NAME [--user EMAIL] [--permission NAME]... [--all-permissions]
      For programs: prints its id and its secret, which is shown only this once. With --user it acts as that person.
  create deployment NAME [--allow HOST]...
      Prints the tag for the site. With --allow only pages of these hosts may chat.
  create test-deployments [--allow HOST]...
      Five deployments that always behave one way, for testing a site's pages: docs/test-deployments.md. Done again, it
      prints the same ids.
  tag DEPLOYMENT-ID [--queue NAME] [--url ADDRESS]
      Prints the tag again. ADDRESS is where browsers reach the service: PORCHLIGHT_PUBLIC_URL unless given.
  skills EMAIL [--skill NAME]... [--language NAME]...
      From now on exactly these: chats that ask for some ring only with who has them.
  create wrapup-code NAME
      What agents can say that a chat was about.
  remove demo
      Removes the accounts that demo mode made. A public service refuses to start while the store holds them.
  remove user EMAIL
  remove client CLIENT-ID
  remove queue NAME
  remove wrapup-code NAME
      A removed user's chats go back to the queue. Requests are refused at once, sockets closed within five seconds.
      The last administrator stays: create another one first.
  join QUEUE EMAIL
  leave QUEUE EMAIL
  reset password EMAIL
      Asks as above, signs that person out everywhere and ends their invitations.
  rotate key [--now]
      From now on a new key signs tokens. What the earlier one signed is good until it expires, after a day; with --now
      it ends at once: programs ask for new tokens, and visitors with a chat have to begin again.
  list
  backup FILE
      Copies everything into a new file while the service goes on. Keep it like a password: it can sign tokens.
  restore FILE
      Puts a backup in the place of the store. Stop the service first.

Where there are several organizations, every create but the first takes --organization NAME or its id.
Ends with 0 when done, 1 when refused, 2 when it did not understand.`;
