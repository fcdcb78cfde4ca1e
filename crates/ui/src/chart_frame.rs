//! A chart with its finding in words, its legend, its figures as a table, and what one does with it.

mod download;
mod legend;
mod menu;
mod model;
mod reader;
mod stage;
mod state;

pub use model::{
    ChartBox, ChartChoice, ChartModel, ChartOutline, ChartPlot, ChartReading, ChartRow, ChartStep, ChartStop,
    ChartTable, ChartView, LegendItem, LegendLine,
};

use crate::empty_state::EmptyState;
use crate::icon::Icon;
use crate::states::{PanelError, PartialNote, Skeleton, SkeletonShape, StaleNote};
use crate::table::{Align, Cell, Column, Row, Table};
use crate::turn::InTurn;
use leptos::prelude::*;
use leptos::web_sys::HtmlDetailsElement;
use reader::Reader;
use stage::{BROWSER, Format};
use std::sync::Arc;

/// Height of the drawing; at other widths it keeps its proportions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ChartSize {
    /// 120 px where it is 560 px wide, little more on a whole page: a strip above a list.
    Low,
    /// 160 px where it is 560 px wide.
    Small,
    /// 220 px.
    #[default]
    Medium,
    /// 300 px.
    Large,
}

/// Whether there is something to draw. A chart that is stale or incomplete is still drawn, with a note.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ChartState {
    /// The chart is drawn.
    #[default]
    Ready,
    /// It is on its way; its room is kept free.
    Loading,
    /// There is nothing yet.
    Empty {
        /// That there is nothing.
        title: String,
        /// How something comes to be here.
        text: String,
    },
    /// It could not be had.
    Failed {
        /// What happened and what to do.
        message: String,
        /// Trace id of the failed request.
        trace_id: Option<String>,
    },
}

/// Rows of the table; more would be a file, not a glance.
const TABLE_ROWS: usize = 60;

/// A figure: title, finding, drawing, legend, table.
#[component]
pub fn ChartFrame(
    /// `id` of the figure, unique on the page.
    #[prop(into)]
    id: String,
    /// What is drawn.
    #[prop(into)]
    title: String,
    /// The data. New data is drawn at once, unless somebody is reading the old.
    #[prop(into)]
    model: Signal<Arc<dyn ChartModel>>,
    /// Height of the drawing.
    #[prop(optional)]
    size: ChartSize,
    /// It spans the page: the server draws for that width too.
    #[prop(optional)]
    wide: bool,
    /// Whether there is something to draw.
    #[prop(optional, into)]
    state: Signal<ChartState>,
    /// The figures are older than they should be: `12 min old`.
    #[prop(optional, into)]
    stale: MaybeProp<String>,
    /// Part of the figures is missing: `2 of 3 hosts answered`.
    #[prop(optional, into)]
    partial: MaybeProp<String>,
    /// Tries again after a failure.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    /// What the page does with a stretch of time. With it the chart neither zooms nor waits for its reader.
    #[prop(optional, into)]
    choice: Option<ChartChoice>,
    /// Somebody turns to a chart whose model cannot draw yet, or the server's drawing does not fit the room that it has.
    #[prop(optional, into)]
    on_wake: Option<Callback<()>>,
    /// In the head, before the buttons of the frame.
    #[prop(optional, into)]
    aside: ViewFnOnce,
    /// Words below the drawing: a model and its measured error, a source.
    #[prop(optional, into)]
    note: MaybeProp<String>,
    /// At the foot of the figure.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (title_id, finding_id) = (format!("{id}-title"), format!("{id}-finding"));
    let labelled = format!("{title_id} {finding_id}");
    let (figure_label, table_label) = (title_id.clone(), title_id.clone());
    let view_id = id.clone();
    let format = Format { size, wide };
    let reader = Reader::new(model, choice, on_wake, move |width| format.view(&view_id, width));
    let ready = Memo::new(move |_| state.read() == ChartState::Ready);
    // The sentence does not change with the width, so the memo keeps the page from being touched.
    let finding = Memo::new(move |_| if ready.get() { reader.plot.get().finding() } else { String::new() });
    let names = Memo::new(move |_| if ready.get() { reader.model.get().legend() } else { Vec::new() });
    let opened = RwSignal::new(false);
    let tools = {
        let (id, title) = (id.clone(), title.clone());
        move || ready.get().then(|| menu::tools_view(&id, &title, format, reader, opened))
    };
    let body = {
        let (id, title) = (id.clone(), title.clone());
        move || {
            // Depends on the state alone: new data must not make a new stage.
            let state = state.get();
            if state == ChartState::Ready {
                stage::stage_view(&id, &title, labelled.clone(), format, reader)
            } else {
                instead_view(state, format, on_retry)
            }
        }
    };
    let figures = {
        let title = title.clone();
        move || ready.get().then(|| figures_view(reader, &title, table_label.clone(), opened))
    };
    let view = view! {
        <figure
            class="chart-frame panel"
            id=id
            aria-labelledby=figure_label
            on:pointerenter=move |_| reader.wake()
            on:focusin=move |_| reader.wake()
        >
            <figcaption class="panel__head">
                <div class="panel__words">
                    <h2 class="panel__title" id=title_id>
                        {title}
                    </h2>
                    <p class="panel__description" id=finding_id title=move || finding.get()>
                        {move || finding.get()}
                    </p>
                </div>
                <div class="panel__aside">
                    {move || stale.get().map(|text| view! { <StaleNote text/> })}
                    {move || partial.get().map(|text| view! { <PartialNote text/> })} {aside.run()} {tools}
                </div>
            </figcaption>
            <div class="chart-frame__plot-area">{body}</div>
            {move || note.get().map(|note| view! { <p class="chart-frame__note">{note}</p> })}
            <div class="chart-frame__foot">
                <ul class="legend">{legend::legend_view(names, reader.hidden)}</ul>
                {figures}
            </div>
            {children.map(|children| children())}
        </figure>
    };
    InTurn::new(view).into_any()
}

/// What stands where the drawing would be, as high as it.
fn instead_view(state: ChartState, format: Format, on_retry: Option<Callback<()>>) -> AnyView {
    let content = match state {
        ChartState::Empty { title, text } => view! { <EmptyState title text/> }.into_any(),
        ChartState::Failed { message, trace_id } => match on_retry {
            Some(on_retry) => view! { <PanelError message trace_id on_retry/> }.into_any(),
            None => view! { <PanelError message trace_id/> }.into_any(),
        },
        ChartState::Loading | ChartState::Ready => view! { <Skeleton shape=SkeletonShape::Chart/> }.into_any(),
    };
    view! {
        <div class=format!("chart-frame__instead {}", format.room())>
            {content}
        </div>
    }
    .into_any()
}

/// The table is built when it is opened: redrawing it with every sample would cost more than the chart. One whose rows lead
/// somewhere is there from the start, because without a script nothing else does.
fn figures_view(reader: Reader, title: &str, labelled: String, opened: RwSignal<bool>) -> AnyView {
    let caption = title.to_owned();
    // What the server wrote is not taken over row by row: it stands until there is a table to take its place.
    let written = {
        let caption = caption.clone();
        move || match (BROWSER, reader.able.get()) {
            (false, _) => table_view(reader, caption.clone()).to_html(),
            (true, false) => String::new(),
            // Not empty, or the server's would stay.
            (true, true) => " ".to_owned(),
        }
    };
    let written = reader.choice.is_some().then(|| view! { <div inner_html=written></div> });
    let wanted = move || opened.get() || reader.choice.is_some() && BROWSER && reader.able.get();
    let wanted = Memo::new(move |_| wanted());
    let table = move || wanted.get().then(|| table_view(reader, caption.clone()));
    view! {
        <details
            class="chart-frame__table"
            prop:open=move || opened.get()
            on:toggle=move |event| opened.set(event_target::<HtmlDetailsElement>(&event).open())
        >
            <summary class="chart-frame__summary">
                <Icon name="table"/>
                "View as table"
            </summary>
            <div class="chart-frame__figures" tabindex="0" role="region" aria-labelledby=labelled>
                {written}
                {table}
            </div>
        </details>
    }
    .into_any()
}

fn table_view(reader: Reader, caption: String) -> AnyView {
    let choice = reader.choice;
    let mut table = reader.model.get().table();
    if table.latest_first {
        table.rows.reverse();
    }
    let most = if choice.is_some() { usize::MAX } else { TABLE_ROWS };
    let more = table.rows.len().saturating_sub(most);
    // Only so many: reading it aloud must end.
    table.rows.truncate(most);
    let heads = table.columns.clone();
    let columns: Vec<Column> = table
        .columns
        .into_iter()
        .enumerate()
        .map(|(index, head)| if index == 0 { Column::text(head) } else { Column::number(head) })
        .collect();
    let rows = table.rows.into_iter().map(|row| row_view(&heads, row, choice)).collect::<Vec<_>>();
    let rest = (more > 0)
        .then(|| view! { <p class="chart-frame__note">{format!("{more} more rows are in the CSV file.")}</p> });
    view! {
        <Table caption columns cards=false>
            {rows}
        </Table>
        {rest}
    }
    .into_any()
}

fn row_view(heads: &[String], row: ChartRow, choice: Option<ChartChoice>) -> AnyView {
    let label = |index: usize| heads.get(index).cloned().unwrap_or_default();
    let first = label(0);
    let cells = row
        .values
        .into_iter()
        .enumerate()
        .map(|(index, (_, text))| view! { <Cell label=label(index + 1) align=Align::End>{text}</Cell> }.into_any())
        .collect::<Vec<_>>();
    let head = match choice.zip(row.span) {
        Some((choice, span)) => view! { <a href=move || choice.href.run(span)>{row.head}</a> }.into_any(),
        None => row.head.into_any(),
    };
    view! {
        <Row>
            <Cell label=first header=true>{head}</Cell>
            {cells}
        </Row>
    }
    .into_any()
}
