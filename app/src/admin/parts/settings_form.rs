//! Settings of one level: what holds, where it comes from, and back to what is inherited.

use crate::AppError;
use crate::admin::api::organization::SaveSettings;
use crate::layout::PanelFailed;
use cauldron_types::{SettingLevel, SettingView};
use cauldron_ui::{
    Button, ButtonSize, ButtonVariant, FormMessage, Panel, SelectField, SelectOption, Skeleton, SkeletonShape,
    TextField,
};
use leptos::form::ActionForm;
use leptos::prelude::*;

/// The choices of a setting, of which the first is what is inherited.
pub(crate) fn options(view: &SettingView) -> Vec<SelectOption> {
    let inherited = format!("Inherited: {}", view.words(&view.inherited));
    let chosen = view.options.iter().map(|(value, words)| SelectOption::new(value.clone(), words.clone()));
    core::iter::once(SelectOption::new("", inherited)).chain(chosen).collect()
}

/// A panel with every setting of the level.
#[component]
pub(crate) fn SettingsForm(
    /// Whose choices.
    level: SettingLevel,
    /// What they are: `list_settings` of that level.
    settings: Resource<Result<Vec<SettingView>, AppError>>,
    /// `id` of the panel.
    id: &'static str,
    /// Title of the panel.
    title: &'static str,
    /// What it is for, in a sentence.
    description: &'static str,
    /// Whether the reader may change them.
    editable: bool,
    /// Keys that another form on the page has.
    #[prop(default = &[])]
    without: &'static [&'static str],
) -> impl IntoView {
    let action = ServerAction::<SaveSettings>::new();
    let problem = Signal::derive(move || match action.value().get() {
        Some(Err(AppError(problem))) if !action.pending().get() => Some(problem),
        _ => None,
    });
    let done = move || {
        let saved = matches!(action.value().get(), Some(Ok(_))) && !action.pending().get();
        saved.then(|| "Saved.".to_owned())
    };
    // What was typed survives a refusal: only a save that came through draws the fields anew.
    Effect::watch(
        move || action.value().get(),
        move |saved, _, _| {
            if matches!(saved, Some(Ok(_))) {
                settings.refetch();
            }
        },
        false,
    );
    let field = move |name: String| {
        Signal::derive(move || problem.read().as_ref().and_then(|problem| problem.field(&name).map(str::to_owned)))
    };
    view! {
        <Panel title id description>
            <ActionForm action=action attr:class="form">
                <FormMessage
                    error=Signal::derive(move || problem.get().map(|problem| problem.message))
                    success=Signal::derive(done)
                />
                <input type="hidden" name="level" value=level.as_str()/>
                <Transition fallback=|| view! { <Skeleton shape=SkeletonShape::Lines(8)/> }>
                    {move || Suspend::new(async move {
                        match settings.await {
                            Ok(settings) => view! {
                                <fieldset class="plain-fieldset form" disabled=!editable>
                                    <legend class="visually-hidden">{title}</legend>
                                    {settings
                                        .into_iter()
                                        .filter(|view| !without.contains(&view.key.as_str()))
                                        .map(|view| one(view, editable, field))
                                        .collect_view()}
                                </fieldset>
                            }
                            .into_any(),
                            Err(error) => view! {
                                <PanelFailed error on_retry=Callback::new(move |()| settings.refetch())/>
                            }
                            .into_any(),
                        }
                    })}
                </Transition>
                {editable
                    .then(|| {
                        view! {
                            <div class="form__actions">
                                <Button kind="submit" variant=ButtonVariant::Primary pending=action.pending()>
                                    "Save " {title.to_lowercase()}
                                </Button>
                            </div>
                        }
                    })}
            </ActionForm>
        </Panel>
    }
}

fn one(view: SettingView, editable: bool, field: impl Fn(String) -> Signal<Option<String>>) -> impl IntoView {
    let name = format!("choices[{}]", view.key);
    let id = format!("setting-{}", view.key.replace(['.', '_'], "-"));
    let help = format!("{} {}", view.help, view.source());
    let error = field(view.key.clone());
    let reset = (editable && view.own.is_some()).then(|| {
        let label = view.label.to_lowercase();
        view! {
            <Button kind="submit" size=ButtonSize::Small name="reset" value=view.key.clone()>
                "Reset" <span class="visually-hidden">{format!(" {label} to what is inherited")}</span>
            </Button>
        }
    });
    let own = view.own.clone().unwrap_or_default();
    let control = if view.options.is_empty() {
        let placeholder = view.inherited.clone();
        view! { <TextField label=view.label name id value=own help error placeholder inputmode="numeric"/> }.into_any()
    } else {
        let options = options(&view);
        view! { <SelectField label=view.label name id options value=own help error/> }.into_any()
    };
    view! { <div class="setting">{control} {reset}</div> }
}
