//! Mail is queued with what it tells of, delivered by the job, tried again while the mail server is away, and never forgets to
//! forget its text.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here and says where")]

use cauldron_core::Ctx;
use cauldron_db::Db;
use cauldron_db::jobs::{JobRun, NewJob, enqueue_system, lease};
use cauldron_platform::Platform;
use cauldron_platform::mail::{self, Changes, DELIVER, NewMail};
use cauldron_platform::outbound::Guard;
use cauldron_platform::places::Places;
use cauldron_platform::secrets::{Keyring, reseal};
use cauldron_test_support::{Actors, TestDb};
use cauldron_types::{MailEncryption, MailState, ProblemKind};
use chrono::TimeDelta;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

struct Post {
    test: TestDb,
    actors: Actors,
    platform: Platform,
    folder: tempfile::TempDir,
}

impl Post {
    async fn new() -> Self {
        let test = TestDb::new().await;
        let actors = test.actors().await;
        let folder = tempfile::tempdir().unwrap();
        let platform = Platform {
            keys: Keyring::in_folder(folder.path(), test.db.ambient()).unwrap(),
            guard: Guard::new(&["127.0.0.0/8".parse().unwrap()], &[]),
            places: Places::default(),
            mail_folder: folder.path().join("mail"),
        };
        Self { test, actors, platform, folder }
    }

    async fn queue(&self, ctx: &Ctx, to: &str) {
        let mut tx = self.test.db.org_tx(ctx).await.unwrap();
        let mail = NewMail {
            to: to.to_owned(),
            subject: "Grüße\r\nBcc: everybody@example.org".to_owned(),
            text: "A secret: https://c.example/recover?link=abc\n".to_owned(),
            kind: "person.invited",
        };
        mail::queue(&mut tx, &mail).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn deliver(&self) -> String {
        let run = job(&self.test.db).await;
        mail::deliver_due(&run, &self.platform).await.unwrap()
    }

    async fn point_to(&self, port: u16, password: &str) {
        let known = mail::read_settings(&self.test.db, &self.actors.owner).await.unwrap();
        let changes = Changes {
            host: "localhost".to_owned(),
            port: port.to_string(),
            encryption: MailEncryption::None,
            username: String::new(),
            password: password.to_owned(),
            sender: "Cauldron <cauldron@example.org>".to_owned(),
            version: known.version,
        };
        mail::save_settings(&self.test.db, &self.actors.owner, &self.platform, &changes).await.unwrap();
    }

    async fn states(&self) -> Vec<(MailState, i32, Option<String>)> {
        let page = mail::list(&self.test.db, &self.actors.owner, None).await.unwrap();
        page.mails.into_iter().map(|mail| (mail.state, mail.attempts, mail.last_error)).collect()
    }

    async fn bodies(&self) -> String {
        self.test.superuser_value("select string_agg(body, '|') from integration.mails").await
    }
}

/// A leased job of the delivery's kind.
async fn job(db: &Db) -> JobRun {
    let operating = db.operating_organization().await.unwrap().unwrap();
    let job = NewJob {
        kind: DELIVER,
        payload: serde_json::json!({}),
        dedupe_key: None,
        run_at: db.ambient().now(),
        max_attempts: 1,
    };
    enqueue_system(db, operating, job).await.unwrap();
    lease(db, &[DELIVER.to_owned()]).await.unwrap().unwrap()
}

/// A mail server that keeps what it is sent, and refuses recipients of `refused.example`.
async fn server() -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let taken = Arc::new(Mutex::new(Vec::new()));
    let kept = taken.clone();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let kept = kept.clone();
            tokio::spawn(async move {
                let (read, mut write) = stream.into_split();
                let mut lines = BufReader::new(read).lines();
                let mut data: Option<String> = None;
                write.write_all(b"220 fake\r\n").await.unwrap();
                while let Ok(Some(line)) = lines.next_line().await {
                    let answer = match &mut data {
                        Some(text) if line == "." => {
                            kept.lock().unwrap().push(std::mem::take(text));
                            data = None;
                            "250 taken"
                        }
                        Some(text) => {
                            text.push_str(&line);
                            text.push('\n');
                            continue;
                        }
                        None if line.starts_with("RCPT") && line.contains("refused.example") => {
                            "550 nobody of that name"
                        }
                        None if line.starts_with("DATA") => {
                            data = Some(String::new());
                            "354 go on"
                        }
                        None if line.starts_with("QUIT") => "221 bye",
                        None => "250 fine",
                    };
                    if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    (port, taken)
}

#[tokio::test]
async fn without_a_mail_server_mail_is_laid_down_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let post = Post::new().await;
    assert!(!mail::is_sent(&post.test.db).await.unwrap());
    post.queue(&post.actors.analyst, "mira@example.org").await;
    assert!(mail::is_due(&post.test.db).await.unwrap());
    assert_eq!(post.deliver().await, "1 sent, 0 to be tried again, 0 given up");
    assert!(!mail::is_due(&post.test.db).await.unwrap());
    let folder = post.folder.path().join("mail");
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    let [file] = files.as_slice() else { panic!("one mail, not {files:?}") };
    assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains("To: mira@example.org") && text.contains("link=abc"), "{text}");
    assert!(!text.contains("\nBcc:"), "a subject stays one line: {text}");
    assert_eq!(post.states().await, [(MailState::Sent, 1, None)]);
    assert_eq!(post.bodies().await, "", "the text is forgotten once it has gone");
    post.test.close().await;
}

#[tokio::test]
async fn a_mail_server_takes_mail_of_every_organization() {
    let post = Post::new().await;
    let (port, taken) = server().await;
    post.point_to(port, "").await;
    assert!(mail::is_sent(&post.test.db).await.unwrap());
    post.queue(&post.actors.analyst, "mira@example.org").await;
    post.queue(&post.actors.outsider, "otto@example.org").await;
    assert_eq!(post.deliver().await, "2 sent, 0 to be tried again, 0 given up");
    let taken = taken.lock().unwrap().clone();
    assert!(taken.iter().any(|mail| mail.contains("To: otto@example.org")), "{taken:?}");
    assert!(taken.iter().all(|mail| mail.contains("From: Cauldron <cauldron@example.org>")), "{taken:?}");
    post.test.close().await;
}

#[tokio::test]
async fn a_mail_server_that_is_down_is_tried_again_and_said_so_until_it_is_given_up() {
    let post = Post::new().await;
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    post.point_to(free, "").await;
    post.queue(&post.actors.analyst, "mira@example.org").await;
    assert_eq!(post.deliver().await, "0 sent, 1 to be tried again, 0 given up");
    let states = post.states().await;
    assert!(
        matches!(states.as_slice(), [(MailState::Queued, 1, Some(why))] if why.contains("does not take the connection")),
        "{states:?}"
    );
    assert!(!mail::is_due(&post.test.db).await.unwrap(), "not before its pause");
    post.test.clock.advance(TimeDelta::seconds(31));
    let (port, taken) = server().await;
    post.point_to(port, "").await;
    assert_eq!(post.deliver().await, "1 sent, 0 to be tried again, 0 given up");
    assert_eq!(taken.lock().unwrap().len(), 1);

    post.point_to(free, "").await;
    post.queue(&post.actors.analyst, "mira@example.org").await;
    post.test.clock.advance(TimeDelta::hours(24));
    assert_eq!(post.deliver().await, "0 sent, 0 to be tried again, 1 given up");
    assert_eq!(post.bodies().await, "|", "what is given up is forgotten too");
    post.test.close().await;
}

#[tokio::test]
async fn a_mail_that_the_server_refuses_for_good_is_given_up_at_once() {
    let post = Post::new().await;
    let (port, _) = server().await;
    post.point_to(port, "").await;
    post.queue(&post.actors.analyst, "nobody@refused.example").await;
    assert_eq!(post.deliver().await, "0 sent, 0 to be tried again, 1 given up");
    let states = post.states().await;
    assert!(
        matches!(states.as_slice(), [(MailState::Failed, 1, Some(why))] if why.contains("nobody of that name")),
        "{states:?}"
    );
    post.test.close().await;
}

#[tokio::test]
async fn the_runtime_role_cannot_read_what_a_mail_says() {
    let post = Post::new().await;
    post.queue(&post.actors.analyst, "mira@example.org").await;
    let mut tx = post.test.db.org_tx(&post.actors.analyst).await.unwrap();
    let read = sqlx::query("select body from integration.mails").fetch_all(tx.connection()).await.unwrap_err();
    assert!(read.to_string().contains("permission denied"), "{read}");
    drop(tx);
    post.test.close().await;
}

#[tokio::test]
async fn settings_are_an_operator_s_and_say_at_the_field_what_is_wrong() {
    let post = Post::new().await;
    let db = &post.test.db;
    for ctx in [&post.actors.analyst, &post.actors.executive, &post.actors.auditor, &post.actors.outsider] {
        assert_eq!(mail::read_settings(db, ctx).await.unwrap_err().kind(), ProblemKind::Forbidden);
        assert_eq!(mail::list(db, ctx, None).await.unwrap_err().kind(), ProblemKind::Forbidden);
        assert_eq!(mail::try_out(db, ctx, &post.platform, "a@b").await.unwrap_err().kind(), ProblemKind::Forbidden);
    }
    let good = Changes {
        host: "localhost".to_owned(),
        port: "587".to_owned(),
        encryption: MailEncryption::StartTls,
        username: "cauldron".to_owned(),
        password: "hunter2".to_owned(),
        sender: "cauldron@example.org".to_owned(),
        version: 0,
    };
    let strict = Platform { guard: Guard::default(), ..post.platform.clone() };
    let owner = &post.actors.owner;
    for (changes, platform, field) in [
        (Changes { host: "smtp.example.org/x".to_owned(), ..good.clone() }, &post.platform, "host"),
        (Changes { host: "no-such-name.invalid".to_owned(), ..good.clone() }, &post.platform, "host"),
        (good.clone(), &strict, "host"),
        (Changes { port: "0".to_owned(), ..good.clone() }, &post.platform, "port"),
        (Changes { port: "many".to_owned(), ..good.clone() }, &post.platform, "port"),
        (Changes { sender: "nobody".to_owned(), ..good.clone() }, &post.platform, "sender"),
        (Changes { encryption: MailEncryption::None, ..good.clone() }, &post.platform, "encryption"),
        (Changes { username: String::new(), ..good.clone() }, &post.platform, "username"),
    ] {
        let problem = mail::save_settings(db, owner, platform, &changes).await.unwrap_err().into_problem("t");
        assert!(problem.field(field).is_some(), "{field}: {problem:?}");
    }
    let saved = mail::save_settings(db, owner, &post.platform, &good).await.unwrap();
    assert!(saved.has_password && saved.version == 1);
    let stale = mail::save_settings(db, owner, &post.platform, &good).await.unwrap_err();
    assert_eq!(stale.kind(), ProblemKind::Conflict);
    let kept = Changes { password: String::new(), version: 1, port: "465".to_owned(), ..good.clone() };
    assert!(mail::save_settings(db, owner, &post.platform, &kept).await.unwrap().has_password);
    let everything = post.test.superuser_value("select string_agg(detail::text, '') from audit.events").await;
    assert!(everything.contains("localhost") && !everything.contains("hunter2"), "{everything}");
    let stored = post.test.superuser_value("select sealed_password from integration.mail_settings").await;
    assert!(stored.starts_with("1.") && !stored.contains("hunter2"), "{stored}");
    post.test.close().await;
}

#[tokio::test]
async fn renewing_the_key_seals_the_password_anew() {
    let post = Post::new().await;
    let owner = &post.actors.owner;
    let changes = Changes {
        host: "localhost".to_owned(),
        port: "587".to_owned(),
        encryption: MailEncryption::StartTls,
        username: "cauldron".to_owned(),
        password: "hunter2".to_owned(),
        sender: "cauldron@example.org".to_owned(),
        version: 0,
    };
    mail::save_settings(&post.test.db, owner, &post.platform, &changes).await.unwrap();
    let sealed = "select sealed_password from integration.mail_settings";
    let before = post.test.superuser_value(sealed).await;
    post.platform.keys.renew(post.test.db.ambient()).unwrap();
    assert_eq!(reseal(&post.test.db, &post.platform.keys).await.unwrap(), (1, 0));
    let after = post.test.superuser_value(sealed).await;
    assert!(before != after && post.platform.keys.is_current(&after));
    assert_eq!(reseal(&post.test.db, &post.platform.keys).await.unwrap(), (0, 0), "once is enough");
    post.test.superuser_sql("update integration.mail_settings set sealed_password = '1.00000000.AAAA'").await;
    assert_eq!(
        reseal(&post.test.db, &post.platform.keys).await.unwrap(),
        (0, 1),
        "what does not open is left and said"
    );
    post.test.close().await;
}
