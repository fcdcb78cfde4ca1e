//! Access that nobody used for some time.

use crate::admin::api::access::{TakeRoleBack, review_access};
use crate::admin::parts::{AccessTabs, holder_view, message_of, place_view, problem_of, role_href};
use crate::layout::PanelFailed;
use crate::live::ago;
use cauldron_types::{Instant, ReviewBlock, ReviewQuery, UnusedRow, UtcOffset};
use cauldron_ui::{
    Button, ButtonSize, Cell, Column, EmptyReason, EmptyState, FormMessage, PageHead, Pagination, Panel, Row, Skeleton,
    SkeletonShape, Table, TextField, Time, Toast, ToastHub, query_href,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

const PATH: &str = "/admin/access/review";

/// `/admin/access/review`
pub(crate) struct ReviewRoute;

#[lazy_route]
impl LazyRoute for ReviewRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <ReviewPage/> }.into_any()
    }
}

fn href(query: &ReviewQuery) -> String {
    let pairs = query.pairs();
    if pairs.is_empty() { PATH.to_owned() } else { format!("{PATH}{}", query_href(&pairs)) }
}

#[component]
fn ReviewPage() -> impl IntoView {
    let params = use_query_map();
    let query = Memo::new(move |_| {
        let params = params.read();
        ReviewQuery::from_query(|name| params.get(name))
    });
    let block = Resource::new(move || query.get(), review_access);
    let reread = Callback::new(move |()| block.refetch());
    let export = move || {
        let pairs = ReviewQuery { skip: String::new(), ..query.get() }.pairs();
        format!("/api/admin/access/review/export{}", query_href(&pairs))
    };
    let actions = move || {
        view! {
            <a class="button button--secondary button--medium" href=export rel="external" download="" title="All rows. The export is recorded.">
                "Export CSV"
            </a>
        }
    };
    view! {
        <Title text="Unused access"/>
        <div class="page">
            <PageHead title="Access" purpose="Roles of which nobody used anything: candidates to be taken back." actions/>
            <AccessTabs chosen="review"/>
            <Transition fallback=|| view! { <Panel title="Unused access" id="unused" flush=true><Skeleton shape=SkeletonShape::Rows(10)/></Panel> }>
                {move || Suspend::new(async move {
                    match block.await {
                        Ok(block) => view! { <Unused block query=query.get_untracked() reread/> }.into_any(),
                        Err(error) => view! {
                            <Panel title="Unused access" id="unused"><PanelFailed error on_retry=reread/></Panel>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

#[component]
fn Unused(block: ReviewBlock, query: ReviewQuery, reread: Callback<()>) -> impl IntoView {
    let action = ServerAction::<TakeRoleBack>::new();
    let problem = problem_of(action);
    let toasts = ToastHub::expect();
    Effect::watch(
        move || action.value().get(),
        move |done, _, _| {
            if matches!(done, Some(Ok(()))) {
                toasts.show(Toast::ok("Role taken back"));
                reread.run(());
            }
        },
        false,
    );
    let ReviewBlock { rows, more, may_manage, now, offsets } = block;
    let (days, skipped) = (query.days(), query.skipped());
    let lengths = ReviewQuery::DAYS
        .into_iter()
        .map(|length| {
            let present = (length == days).then_some("true");
            let address = href(&ReviewQuery { days: length.to_string(), skip: String::new(), ..query.clone() });
            view! { <a class="segmented__option" href=address aria-current=present>{format!("{length} days")}</a> }
        })
        .collect_view();
    let at = |skip: u32| {
        href(&ReviewQuery { skip: if skip == 0 { String::new() } else { skip.to_string() }, ..query.clone() })
    };
    let previous = (skipped > 0).then(|| at(skipped.saturating_sub(ReviewBlock::ROWS)));
    let next = more.then(|| at(skipped.saturating_add(ReviewBlock::ROWS)));
    let paged = previous.is_some() || next.is_some();
    let content = if rows.is_empty() {
        let (title, reason) = if query.q.is_empty() {
            (format!("Everything that was given {days} days ago or earlier was used since"), EmptyReason::Done)
        } else {
            ("Nothing unused fits these words".to_owned(), EmptyReason::NoMatch)
        };
        view! { <EmptyState title reason/> }.into_any()
    } else {
        let columns = ["Who", "Role", "On", "Held", "Last used"]
            .map(Column::text)
            .into_iter()
            .chain([Column::hidden("Take back")])
            .collect();
        let rows = rows.into_iter().map(|row| unused_row(row, may_manage, now, &offsets, action)).collect_view();
        view! { <Table caption="Access that nobody used" columns>{rows}</Table> }.into_any()
    };
    view! {
        <div class="cluster"><nav class="segmented" aria-label="For how long">{lengths}</nav></div>
        <Panel
            title="Unused access"
            id="unused"
            description=format!("Held for {days} days or longer, and nothing of it that not everybody has was used since. Uses are counted by the day.")
            flush=true
        >
            <form method="get" action=PATH class="filter-form filter-form--inset" role="search" aria-label="Unused access">
                <input type="hidden" name="days" value=days.to_string()/>
                <TextField label="Who" name="q" value=query.q.clone()/>
                <Button kind="submit" icon="search">"Find"</Button>
            </form>
            <FormMessage error=message_of(problem)/>
            {content}
            {paged.then(|| view! { <Pagination label="Pages of unused access" previous next/> })}
        </Panel>
    }
}

fn unused_row(
    row: UnusedRow,
    may_manage: bool,
    now: Instant,
    offsets: &[UtcOffset],
    action: ServerAction<TakeRoleBack>,
) -> impl IntoView + use<> {
    let UnusedRow { holder, role, on, binding, since, last_used } = row;
    let (href, name) = (role_href(&role), role.name.clone());
    let whose = format!(" {} from {}", role.name, holder.name());
    let back = match binding {
        Some(binding) if may_manage => {
            let pending =
                Signal::derive(move || action.input().read().as_ref().is_some_and(|input| input.binding == binding));
            view! {
                <ActionForm action=action>
                    <input type="hidden" name="binding" value=binding.to_string()/>
                    <Button kind="submit" size=ButtonSize::Small pending>
                        "Take back" <span class="visually-hidden">{whose}</span>
                    </Button>
                </ActionForm>
            }
            .into_any()
        }
        Some(_) => ().into_any(),
        None => view! { <span class="muted">"base role"</span> }.into_any(),
    };
    let exact = since.display(offsets);
    view! {
        <Row>
            <Cell label="Who" header=true>{holder_view(&holder)}</Cell>
            <Cell label="Role"><a class="quiet-link line-link" href=href>{name}</a></Cell>
            <Cell label="On">{place_view(on.as_ref())}</Cell>
            <Cell label="Held" muted=true><Time datetime=since.rfc3339() title=exact text=ago(since, now)/></Cell>
            <Cell label="Last used" muted=true>{last_used.unwrap_or_else(|| "no record".to_owned())}</Cell>
            <Cell label="">{back}</Cell>
        </Row>
    }
}
