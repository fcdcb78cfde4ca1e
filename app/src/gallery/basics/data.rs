//! Code, differences, trees, pairs.

use cauldron_ui::{
    CodeBlock, Description, DescriptionList, Diff, DiffView, Panel, Tab, TabPanel, Tabs, Tag, Tree, TreeChildren,
    TreeNode,
};
use core::time::Duration;
use leptos::prelude::*;
use std::collections::HashSet;

const OLD: &str = "title: LSASS memory read\nstatus: test\nlogsource:\n  product: windows\n  category: process_access\n\
                   detection:\n  selection:\n    TargetImage: '*\\lsass.exe'\n    GrantedAccess: '0x1410'\n  condition: selection\n\
                   level: high\nfalsepositives:\n  - antivirus\n  - backup";
const NEW: &str = "title: LSASS memory read\nstatus: stable\nlogsource:\n  product: windows\n  category: process_access\n\
                   detection:\n  selection:\n    TargetImage: '*\\lsass.exe'\n    GrantedAccess:\n      - '0x1010'\n      - '0x1410'\n  \
                   condition: selection\nlevel: critical\nfalsepositives:\n  - antivirus";

#[component]
pub(super) fn DataSpecimens() -> impl IntoView {
    let view = RwSignal::new("unified".to_owned());
    let long = "x".repeat(300);
    view! {
        <div class="grid-charts">
            <Panel title="Code" id="code">
                <div class="stack">
                    <CodeBlock title="Rule" code=OLD numbers=true highlighted=vec![8, 9]/>
                    <CodeBlock title="One long line" code=long.clone()/>
                    <CodeBlock title="The same, broken" code=long wrap=true/>
                </div>
            </Panel>
            <div class="stack">
                <Panel title="Pairs" id="pairs">
                    <DescriptionList>
                        <Description label="Host" mono=true>"fin-ws-014.corp.northwind.example"</Description>
                        <Description label="Owner">"Mira Kovač"</Description>
                        <Description label="Labels">
                            <Tag label="finance"/>
                        </Description>
                        <Description label="Incident"/>
                        <Description label="الاسم"><bdi>"محطة الشمال"</bdi></Description>
                        <Description label="Hash" mono=true>{"e3b0c44298fc1c149afbf4c8996fb924".repeat(2)}</Description>
                    </DescriptionList>
                </Panel>
                <TreeSpecimen/>
            </div>
        </div>
        <Panel title="Differences" id="differences">
            <Tabs
                id="diff-view"
                label="Layout"
                chosen=view
                tabs=vec![Tab::new("unified", "Unified"), Tab::new("split", "Split"), Tab::new("equal", "Equal")]
            >
                <TabPanel tab="unified">
                    <Diff caption="Rule, version 3 and 4" old=OLD new=NEW/>
                </TabPanel>
                <TabPanel tab="split">
                    <Diff caption="Rule, version 3 and 4, beside each other" old=OLD new=NEW layout=DiffView::Split/>
                </TabPanel>
                <TabPanel tab="equal">
                    <Diff caption="Nothing changed" old=OLD new=OLD/>
                </TabPanel>
            </Tabs>
        </Panel>
    }
    .into_any()
}

#[component]
fn TreeSpecimen() -> impl IntoView {
    let nodes = RwSignal::new(vec![
        TreeNode::branch(
            "eu",
            "Europe",
            vec![
                TreeNode::branch("de", "Germany", vec![TreeNode::leaf("b", "Berlin"), TreeNode::leaf("m", "München")]),
                TreeNode::unknown("fr", "France").detail("asks first"),
                TreeNode::unknown("it", "Italy").detail("fails at first"),
            ],
        )
        .icon("network"),
        TreeNode::leaf("us", "America").icon("server").detail("14"),
        TreeNode::branch("as", "آسيا", vec![TreeNode::leaf("jp", "日本")]).icon("server"),
        TreeNode::leaf(
            "long",
            "A name that is so long that it cannot possibly fit into the width of any panel on any page",
        ),
    ]);
    let open = RwSignal::new(HashSet::from(["eu".to_owned()]));
    let chosen = RwSignal::new(None::<String>);
    let asked = RwSignal::new(0);
    let fetch = Callback::new(move |id: String| {
        nodes.update(|nodes| {
            TreeNode::set_children(nodes, &id, &TreeChildren::Unknown);
        });
        let _ = set_timeout(
            move || {
                let first_try = id == "it" && asked.get_untracked() == 0;
                let children = if first_try {
                    asked.set(1);
                    TreeChildren::Failed("Could not be read. Close and open it to try again.".to_owned())
                } else {
                    TreeChildren::Known(vec![
                        TreeNode::leaf(format!("{id}-1"), "First"),
                        TreeNode::leaf(format!("{id}-2"), "Second"),
                    ])
                };
                nodes.update(|nodes| {
                    TreeNode::set_children(nodes, &id, &children);
                });
            },
            Duration::from_millis(400),
        );
    });
    view! {
        <Panel title="Tree" id="tree">
            <Tree id="places" label="Places" nodes=nodes open=open chosen=chosen on_fetch=fetch/>
            <p class="muted" role="status">
                {move || chosen.get().map(|id| format!("Chosen: {id}"))}
            </p>
        </Panel>
    }
    .into_any()
}
