//! Renders the kit to one HTML file for looking at: `cargo run -p cauldron-ui --example preview -- FILE PAGE THEME HEAD`.
//!
//! PAGE is `overview`, `states`, `sign-in` or `error`; THEME goes to `data-theme`; HEAD is a file with what belongs
//! into the head and the start of the body (styles, icon symbols).

mod drawing;
mod overview;
mod states;

use cauldron_ui::*;
use leptos::prelude::*;
use leptos::reactive::owner::Owner;
use overview::overview;
use states::states;
use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(file), Some(page), Some(theme), Some(head)) =
        (arguments.next(), arguments.next(), arguments.next(), arguments.next())
    else {
        return Err("usage: preview FILE PAGE THEME HEAD".into());
    };
    let body = Owner::new().with(|| match page.as_str() {
        "sign-in" => sign_in().into_any().to_html(),
        "error" => failure().into_any().to_html(),
        "states" => states().into_any().to_html(),
        _ => overview().into_any().to_html(),
    });
    let head = fs::read_to_string(head)?;
    let html = format!(
        "<!doctype html><html lang=\"en\" data-theme=\"{theme}\" data-hydrated><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Preview</title>{head}{body}</body></html>"
    );
    fs::write(file, html)?;
    Ok(())
}

fn groups() -> Vec<NavGroup> {
    let group = |heading: Option<&str>, items| NavGroup { heading: heading.map(str::to_owned), items };
    vec![
        group(None, vec![NavItem::new("Overview", "/", "layout-dashboard")]),
        group(
            Some("Aegis"),
            vec![
                NavItem::new("Alerts", "/aegis/alerts", "siren").with_count(NavCount {
                    value: 12,
                    noun: "open",
                    urgent: true,
                }),
                NavItem::new("Events", "/aegis/events", "scroll-text"),
                NavItem::new("Incidents", "/aegis/incidents", "folder-open").with_count(NavCount {
                    value: 3,
                    noun: "open",
                    urgent: false,
                }),
            ],
        ),
        group(
            Some("Synapse"),
            vec![
                NavItem::new("Dashboards", "/synapse/dashboards", "chart-column"),
                NavItem::new("Metrics", "/synapse/metrics", "gauge"),
            ],
        ),
        group(
            Some("Admin"),
            vec![
                NavItem::new("People", "/admin/people", "users"),
                NavItem::new("Audit", "/admin/audit", "shield-check"),
            ],
        ),
    ]
}

fn shell(path: &'static str, crumbs: Vec<Crumb>, page: impl IntoView + 'static) -> impl IntoView {
    view! {
        <Shell
            organization="Northwind Grid"
            organization_detail="Security operations"
            groups=Signal::stored(groups())
            path=path
            crumbs=Signal::stored(crumbs)
            folded=RwSignal::new(path == "/admin/people")
            tools=|| {
                view! {
                    <StatusDot label="live" tone=Signal::stored(Tone::Ok)/>
                    <PersonMenu name="Mira Kovac" email="mira.kovac@northwind.example" role="Owner">
                        <div class="shell-popover__section">
                            <ThemeToggle choice=Signal::stored(ThemeChoice::Dark) on_choose=|_: ThemeChoice| ()/>
                        </div>
                        <form class="shell-popover__section" method="post" action="/sign-out">
                            <Button variant=ButtonVariant::Ghost kind="submit" icon="log-out" wide=true>
                                "Sign out"
                            </Button>
                        </form>
                    </PersonMenu>
                }
            }
        >
            {page}
        </Shell>
    }
}

fn sign_in() -> impl IntoView {
    view! {
        <AuthLayout
            title="Sign in"
            description="To Northwind Grid"
            foot=|| view! { <p>"No account? An administrator can invite you."</p> }
        >
            <form class="form" method="post" action="/sign-in">
                <FormMessage error="E-mail and password do not match. You have 4 tries left."/>
                <TextField
                    label="E-mail"
                    name="email"
                    kind="email"
                    autocomplete="username"
                    value="mira@northwind"
                    error="The address needs an ending such as .com."
                    required=true
                />
                <PasswordField
                    label="Password"
                    name="password"
                    autocomplete="current-password"
                    help="At least 15 characters; a sentence is a good one."
                    required=true
                />
                <Button kind="submit" variant=ButtonVariant::Primary size=ButtonSize::Large wide=true>
                    "Sign in"
                </Button>
            </form>
        </AuthLayout>
    }
}

fn failure() -> impl IntoView {
    let page = view! {
        <ErrorPage
            code=404
            title="There is no such page here"
            advice="The address may be mistyped, or what it showed was removed, or you may not see it. Ask an administrator if you should."
            trace_id=Some("4bf92f3577b34da6a3ce929d0e0e4736".to_owned())
        >
            <Button href="/" variant=ButtonVariant::Primary>"Go to the overview"</Button>
        </ErrorPage>
    };
    shell("/nowhere", vec![Crumb::text("Not found")], page)
}
