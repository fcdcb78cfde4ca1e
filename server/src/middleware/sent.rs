//! How many bytes of an answer were sent, known when its body has ended or was given up.

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};

/// A body that counts what is taken from it and tells once, when it is dropped.
struct Counted<F: FnOnce(u64)> {
    body: Body,
    bytes: u64,
    tell: Option<F>,
}

/// `body`, with `tell` called with the bytes that were taken from it when nobody holds it any more: at its end, or when the
/// connection was lost before.
pub(super) fn counted(body: Body, tell: impl FnOnce(u64) + Send + Unpin + 'static) -> Body {
    Body::new(Counted { body, bytes: 0, tell: Some(tell) })
}

impl<F: FnOnce(u64) + Unpin> HttpBody for Counted<F> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            let length = frame.data_ref().map_or(0, Bytes::len);
            this.bytes = this.bytes.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl<F: FnOnce(u64)> Drop for Counted<F> {
    fn drop(&mut self) {
        if let Some(tell) = self.tell.take() {
            tell(self.bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt as _;
    use std::sync::mpsc;

    fn told(body: Body) -> (Body, mpsc::Receiver<u64>) {
        let (sender, receiver) = mpsc::channel();
        (counted(body, move |bytes| sender.send(bytes).unwrap()), receiver)
    }

    #[tokio::test]
    async fn bytes_are_told_once_when_the_body_has_ended() {
        let pieces = futures::stream::iter([Ok::<_, std::io::Error>("abc"), Ok("de")]);
        let (body, bytes) = told(Body::from_stream(pieces));
        assert!(bytes.try_recv().is_err(), "not before");
        assert_eq!(body.collect().await.unwrap().to_bytes(), "abcde");
        assert_eq!(bytes.iter().collect::<Vec<_>>(), [5]);
    }

    #[tokio::test]
    async fn a_body_that_is_given_up_tells_what_was_taken() {
        let endless = futures::stream::repeat_with(|| Ok::<_, std::io::Error>("abc"));
        let (mut body, bytes) = told(Body::from_stream(endless));
        for _ in 0..4 {
            body.frame().await.unwrap().unwrap();
        }
        drop(body);
        assert_eq!(bytes.iter().collect::<Vec<_>>(), [12]);
    }

    #[tokio::test]
    async fn the_length_stays_known() {
        let (body, bytes) = told(Body::from("abc"));
        assert_eq!(body.size_hint().exact(), Some(3));
        drop(body);
        assert_eq!(bytes.iter().collect::<Vec<_>>(), [0], "as for HEAD");
    }
}
