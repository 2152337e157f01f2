//! The supplier risk register, the desk's home: five figures and one row per AI system.
//!
//! What is shown is a query in the address, so that it can be kept, sent and downloaded as it is.

pub mod figures;
pub mod filters;
pub mod sort;
pub mod table;

use crate::api;
use crate::components::{Empty, Icon, Load, Loaded, PageHead, Symbol, When, count};
use crate::pages::desk::asked::Asked;
use crate::pages::desk::words::list_end;
use crate::paths::Page;
use crate::visit::Visit;
use domain::actor::Role;
use domain::api::register::{Register, RegisterQuery};
use domain::calendar::in_words;
use filters::Filters;
use leptos::prelude::*;
use sort::SortPick;
use table::RegisterTable;

/// The register.
pub fn register_page() -> AnyView {
    let visit = Visit::current();
    let query = Asked::<RegisterQuery>::here();
    let register = Loaded::new(move || {
        let query = query.get();
        async move { api::register::register(&query).await }
    });
    let sub = Signal::derive(move || match register.get() {
        Some(Ok(register)) => {
            let systems = count(register.figures.systems, "AI system", "AI systems");
            format!("{systems} in use. Figures of {}, UTC.", in_words(register.as_of))
        }
        Some(Err(_)) | None => String::new(),
    });
    view! {
        <main id="main" class="wrap stack" data-gap="l">
            <PageHead title="Register" sub>
                <a class="button" href=move || query.with(api::register::csv_url) download="register.csv" rel="external">
                    <Icon symbol=Symbol::Download />
                    "Export CSV"
                </a>
                <When holds=move || visit.has(Role::Analyst)>
                    <a class="button" data-kind="main" href=Page::NewVendor.url()>"Register a vendor"</a>
                </When>
            </PageHead>
            <Load resource=register label="the register" view=move |register| shown(register, query) />
        </main>
    }
    .into_any()
}

fn shown(register: Register, query: Asked<RegisterQuery>) -> AnyView {
    if register.figures.systems == 0 {
        return nothing_yet();
    }
    view! {
        {figures::figures(register.figures.clone())}
        <section class="section" aria-labelledby="systems">
            <h2 id="systems">"AI systems"</h2>
            <Filters query />
            <SortPick query />
            {rows(register, query)}
        </section>
    }
    .into_any()
}

fn rows(register: Register, query: Asked<RegisterQuery>) -> AnyView {
    if register.rows.is_empty() {
        return view! {
            <Empty title="No system fits" words="No AI system in the register fits these filters.">
                <a class="button" href=Page::Register.url()>"Show all"</a>
            </Empty>
        }
        .into_any();
    }
    let end = list_end(register.rows.len(), register.total, "; the CSV file holds all");
    view! {
        <RegisterTable rows=register.rows query />
        {end}
    }
    .into_any()
}

fn nothing_yet() -> AnyView {
    let visit = Visit::current();
    view! {
        <Empty
            title="The register is empty"
            words="Each AI system of a vendor gets a row here: its tier, its score, what risk is left and who has to act next."
        >
            <When holds=move || visit.has(Role::Analyst)>
                <a class="button" data-kind="main" href=Page::NewVendor.url()>"Register the first vendor"</a>
            </When>
        </Empty>
    }
    .into_any()
}
