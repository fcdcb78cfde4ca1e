//! Asking the browser for a passkey, through `navigator.credentials`.

/// Makes a passkey. The answer is JSON for the server.
///
/// # Errors
/// A sentence that says why there is none.
pub(crate) async fn make(options: &str) -> Result<String, String> {
    asked(options, "create", "parseCreationOptionsFromJSON").await
}

/// Has a passkey answer. The answer is JSON for the server.
///
/// # Errors
/// A sentence that says why there is none.
pub(crate) async fn answer(options: &str) -> Result<String, String> {
    asked(options, "get", "parseRequestOptionsFromJSON").await
}

#[cfg(not(feature = "ssr"))]
use browser::asked;

/// Never called: only a browser presses the button.
#[cfg(feature = "ssr")]
async fn asked(_options: &str, act: &str, _parser: &str) -> Result<String, String> {
    std::future::ready(Err(format!("Only a browser can {act} a passkey."))).await
}

#[cfg(not(feature = "ssr"))]
mod browser {
    use js_sys::{Function, JSON, Object, Promise, Reflect};
    use wasm_bindgen::{JsCast as _, JsValue};
    use wasm_bindgen_futures::JsFuture;

    fn of(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
        Reflect::get(object, &name.into())
    }

    fn function(object: &JsValue, name: &str) -> Result<Function, JsValue> {
        of(object, name)?.dyn_into()
    }

    async fn called(options: &str, act: &str, parser: &str) -> Result<String, JsValue> {
        let window = js_sys::global();
        let class = of(&window, "PublicKeyCredential")?;
        let options = of(&JSON::parse(options)?, "publicKey")?;
        let options = function(&class, parser)?.call1(&class, &options)?;
        let wanted = Object::new();
        Reflect::set(&wanted, &"publicKey".into(), &options)?;
        let credentials = of(&of(&window, "navigator")?, "credentials")?;
        let promise: Promise = function(&credentials, act)?.call1(&credentials, &wanted)?.dyn_into()?;
        let credential = JsFuture::from(promise).await?;
        let json = function(&credential, "toJSON")?.call0(&credential)?;
        Ok(String::from(JSON::stringify(&json)?))
    }

    pub(super) async fn asked(options: &str, act: &str, parser: &str) -> Result<String, String> {
        let known = of(&js_sys::global(), "PublicKeyCredential").is_ok_and(|class| function(&class, parser).is_ok());
        if !known {
            return Err("This browser cannot use passkeys here. Use a newer one, or another way.".to_owned());
        }
        called(options, act, parser).await.map_err(|error| {
            let name = of(&error, "name").ok().and_then(|name| name.as_string()).unwrap_or_default();
            match name.as_str() {
                "InvalidStateError" => "This device has a passkey for this account already.".to_owned(),
                "SecurityError" => {
                    "Passkeys work only at the address of this installation. Open Cauldron by its name.".to_owned()
                }
                _ => "No passkey answered, or it was cancelled. Try again, or use another way.".to_owned(),
            }
        })
    }
}
