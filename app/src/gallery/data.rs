//! Tables, filters, trees.

mod hosts;
mod large;
mod live;
mod states;

use super::Section;
use cauldron_ui::{Cell, Column, Panel, Row, Table};
use large::{InBlocks, InMemory};
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use live::Live;
use states::{Directions, Exports, Five, Paged, States};

/// `/gallery/data`
pub(crate) struct DataRoute;

#[lazy_route]
impl LazyRoute for DataRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <Data/> }.into_any()
    }
}

#[component]
fn Data() -> impl IntoView {
    view! {
        <Section slug="data">
            <InMemory/>
            <Five/>
            <Paged/>
            <Live/>
            <InBlocks/>
            <Directions/>
            <States/>
            <Exports/>
            <Panel title="Table" id="table" description="The plain one, for a few rows in a panel." flush=true>
                <Table caption="Hosts" columns=vec![Column::text("Host")]>
                    <Row><Cell label="Host" header=true>"north"</Cell></Row>
                </Table>
            </Panel>
        </Section>
    }
}
