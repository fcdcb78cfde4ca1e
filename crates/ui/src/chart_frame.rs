//! A chart with its finding in words, its legend and its figures as a table.

use crate::icon::Icon;
use leptos::prelude::*;

/// Height kept free until the drawing is there; afterwards the drawing has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ChartSize {
    /// 160 px.
    Small,
    /// 240 px.
    #[default]
    Medium,
    /// 340 px.
    Large,
}

/// How a series is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LegendLine {
    /// A solid line.
    #[default]
    Solid,
    /// A dashed line.
    Dashed,
    /// A filled band.
    Band,
}

/// One series of the legend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegendItem {
    /// Name of the series.
    pub label: String,
    /// Its place in the palette, 1 to 6; anything else is drawn in the axis colour.
    pub series: u8,
    /// How it is drawn.
    pub line: LegendLine,
}

/// A figure: title, finding, drawing, legend, table.
#[component]
pub fn ChartFrame(
    /// `id` of the figure, unique on the page.
    #[prop(into)]
    id: String,
    /// What is drawn.
    #[prop(into)]
    title: String,
    /// What it shows, in a sentence with the figures that matter.
    #[prop(into)]
    finding: Signal<String>,
    /// The drawing, made by our own chart crate for about 560 px: it is inserted as it is.
    #[prop(into)]
    svg: Signal<String>,
    /// The same drawn for about 340 px, shown where the frame is narrower than 460 px.
    #[prop(optional, into)]
    svg_narrow: MaybeProp<String>,
    /// The same drawn for about 900 px, shown where the frame is at least 760 px wide.
    #[prop(optional, into)]
    svg_wide: MaybeProp<String>,
    /// Height kept free until the drawing is there.
    #[prop(optional)]
    size: ChartSize,
    /// The series, when the drawing does not name them itself.
    #[prop(optional, into)]
    legend: Signal<Vec<LegendItem>>,
    /// Right side of the head: age, downloads, a menu.
    #[prop(optional, into)]
    aside: ViewFnOnce,
    /// Called when the table is opened or closed, so that it can be built only when somebody looks.
    #[prop(optional, into)]
    on_open: Option<Callback<bool>>,
    /// The figures as a [`crate::Table`].
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (title_id, finding_id) = (format!("{id}-title"), format!("{id}-finding"));
    let labelled = format!("{title_id} {finding_id}");
    let (figure_label, table_label) = (title_id.clone(), title_id.clone());
    let regular = match size {
        ChartSize::Small => "chart-frame__plot chart-frame__plot--regular chart-frame__plot--small",
        ChartSize::Medium => "chart-frame__plot chart-frame__plot--regular chart-frame__plot--medium",
        ChartSize::Large => "chart-frame__plot chart-frame__plot--regular chart-frame__plot--large",
    };
    let variant = |svg: MaybeProp<String>, class: &'static str| {
        let labelled = labelled.clone();
        move || {
            let labelled = labelled.clone();
            svg.get().map(|svg| view! { <div class=class role="img" aria-labelledby=labelled inner_html=svg></div> })
        }
    };
    let narrow = variant(svg_narrow, "chart-frame__plot chart-frame__plot--narrow");
    let wide = variant(svg_wide, "chart-frame__plot chart-frame__plot--wide");
    view! {
        <figure class="chart-frame panel" id=id aria-labelledby=figure_label>
            <figcaption class="panel__head">
                <div class="panel__words">
                    <h2 class="panel__title" id=title_id>
                        {title}
                    </h2>
                    <p class="panel__description" id=finding_id>
                        {move || finding.get()}
                    </p>
                </div>
                <div class="panel__aside">{aside.run()}</div>
            </figcaption>
            <div class="chart-frame__plot-area">
                <div
                    class:chart-frame__plots--narrow=move || svg_narrow.read().is_some()
                    class:chart-frame__plots--wide=move || svg_wide.read().is_some()
                >
                    <div class=regular role="img" aria-labelledby=labelled inner_html=move || svg.get()></div>
                    {narrow}
                    {wide}
                </div>
            </div>
            <div class="chart-frame__foot">
                <ul class="legend">
                    {move || legend.get().into_iter().map(legend_view).collect_view()}
                </ul>
                {children
                    .map(|children| {
                        view! {
                            <details
                                class="chart-frame__table"
                                on:toggle=move |event| {
                                    if let Some(on_open) = on_open {
                                        on_open.run(event_target::<web_sys::HtmlDetailsElement>(&event).open());
                                    }
                                }
                            >
                                <summary class="chart-frame__summary">
                                    <Icon name="table"/>
                                    "View as table"
                                </summary>
                                <div class="chart-frame__figures" tabindex="0" role="region" aria-labelledby=table_label>
                                    {children()}
                                </div>
                            </details>
                        }
                    })}
            </div>
        </figure>
    }
    .into_any()
}

fn legend_view(item: LegendItem) -> impl IntoView {
    let series = match item.series {
        n @ 1..=6 => format!("series-{n}"),
        _ => "series-axis".to_owned(),
    };
    let swatch = match item.line {
        LegendLine::Solid => view! { <path class="legend__line" d="M0 5h16"></path> }.into_any(),
        LegendLine::Dashed => {
            view! { <path class="legend__line" d="M0 5h16" stroke-dasharray="4 2"></path> }.into_any()
        }
        LegendLine::Band => view! { <rect class="legend__band" width="16" height="10" rx="2"></rect> }.into_any(),
    };
    view! {
        <li class=format!("legend__item {series}")>
            <svg class="legend__swatch" viewBox="0 0 16 10" width="16" height="10" aria-hidden="true">
                {swatch}
            </svg>
            {item.label}
        </li>
    }
}
