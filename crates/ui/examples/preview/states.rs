//! Everything a page can show when it has nothing to show, and a form.

use crate::shell;
use cauldron_ui::*;
use leptos::prelude::*;

pub(crate) fn states() -> impl IntoView {
    let page = view! {
        <div class="page">
            <PageHead
                title="People"
                purpose="Who belongs to Northwind Grid and what they may do."
                actions=|| {
                    view! {
                        <Button icon="printer" icon_only="Print">"Print"</Button>
                        <Button variant=ButtonVariant::Danger>"Suspend"</Button>
                        <Button variant=ButtonVariant::Primary icon="user-plus">"Invite"</Button>
                    }
                }
            />
            <Notice
                kind=NoticeKind::Offline
                action=|| view! { <Button size=ButtonSize::Small>"Connect now"</Button> }
            >
                "No connection since 02:14. Figures stay as they were; trying again in 8 s."
            </Notice>
            <Notice>"Two people have not confirmed their e-mail address."</Notice>
            <div class="grid-charts">
                <Panel id="loading" title="Loading">
                    <Skeleton shape=SkeletonShape::SmallChart/>
                </Panel>
                <Panel id="failed" title="Failed">
                    <PanelError
                        message="The metrics could not be read. Try again; if it stays, hand the trace id to an administrator."
                        trace_id=Some("4bf92f3577b34da6a3ce929d0e0e4736".to_owned())
                        on_retry=|_| ()
                    />
                </Panel>
                <Panel id="empty" title="Empty">
                    <EmptyState title="No reports yet" text="A report sums up a dashboard for those who do not open it.">
                        <Button variant=ButtonVariant::Primary>"Write the first report"</Button>
                    </EmptyState>
                </Panel>
                <Panel
                    id="partial"
                    title="Partial"
                    description="Seven days, by hour"
                    aside=|| view! { <PartialNote text="2 of 3 sources answered"/> }
                >
                    <Skeleton shape=SkeletonShape::Rows(4)/>
                </Panel>
            </div>
            <Panel id="invite" title="Invite">
                <form class="form">
                    <TextField label="E-mail" name="email" kind="email" autocomplete="off" help="They get a link that holds for a week."/>
                    <TextField
                        label="Note"
                        name="note"
                        optional=true
                        value="a b"
                        error="The note is too long: keep it below 200 characters."
                    />
                    <SelectField
                        label="Role"
                        name="role"
                        options=vec![SelectOption::new("analyst", "Analyst"), SelectOption::new("admin", "Admin")]
                        value="admin"
                    />
                    <div class="form__actions">
                        <Button kind="submit" variant=ButtonVariant::Primary pending=true>"Send invitation"</Button>
                        <Button variant=ButtonVariant::Ghost>"Cancel"</Button>
                        <Button disabled=true>"Disabled"</Button>
                    </div>
                </form>
            </Panel>
        </div>
    };
    shell("/admin/people", vec![Crumb::text("Admin"), Crumb::text("People")], page)
}
