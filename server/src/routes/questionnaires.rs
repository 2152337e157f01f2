//! What is asked: the questionnaires that can be sent, the intake and the control libraries.
//!
//! A questionnaire is read by its hash from the journal, so that an old assessment's version can still be shown.

use crate::auth::Staff;
use crate::error::Error;
use crate::extract::{Json, Path};
use crate::record::shipped;
use crate::state::AppState;
use crate::store::Stream;
use axum::extract::State;
use chrono::NaiveDate;
use domain::api::assessment::{TemplateList, TemplateRow};
use domain::api::problem::Problem;
use domain::duties::not_yet_due;
use domain::id::TemplateHash;
use domain::inherent::Intake;
use domain::library::Library;
use domain::template::published::Published;
use domain::template::{Depth, Template};

fn row(hash: &TemplateHash, template: &Template, today: NaiveDate) -> Result<TemplateRow, Error> {
    let libraries: Vec<&Library> = shipped()?.libraries.iter().map(|(_, library)| library).collect();
    let base = template.questions.iter().filter(|question| question.depth == Depth::Base).count();
    Ok(TemplateRow {
        hash: hash.clone(),
        id: template.id.clone(),
        version: template.version.clone(),
        title: template.title.clone(),
        summary: template.summary.clone(),
        questions_base: u32::try_from(base).unwrap_or(u32::MAX),
        questions_deep: u32::try_from(template.questions.len()).unwrap_or(u32::MAX),
        estimated_minutes: template.estimated_minutes,
        duties_until: not_yet_due(template, &libraries, today).into_values().max(),
    })
}

/// The questionnaires that can be sent, as they ship.
#[utoipa::path(get, path = "/api/templates", tag = "questionnaires",
    responses((status = 200, body = TemplateList), (status = 401, body = Problem)))]
pub async fn list(State(state): State<AppState>, _: Staff) -> Result<Json<TemplateList>, Error> {
    let today = state.clock.today();
    let rows = shipped()?.templates.iter().map(|shipped| row(&shipped.hash, &shipped.template, today));
    Ok(Json(TemplateList { templates: rows.collect::<Result<_, _>>()? }))
}

/// One version of a questionnaire, whole.
#[utoipa::path(get, path = "/api/templates/{hash}", tag = "questionnaires",
    responses((status = 200, body = Template), (status = 404, body = Problem)))]
pub async fn get(
    State(state): State<AppState>,
    staff: Staff,
    Path(hash): Path<TemplateHash>,
) -> Result<Json<Template>, Error> {
    let published = state.store.fold::<Published>(&staff.org, &Stream::template(&hash)).await?;
    let template = published.template.as_deref().ok_or_else(Error::not_found)?;
    Ok(Json(template.clone()))
}

/// The intake that the buyer fills in.
#[utoipa::path(get, path = "/api/intake", tag = "questionnaires",
    responses((status = 200, body = Intake), (status = 401, body = Problem)))]
pub async fn intake(_: Staff) -> Result<Json<Intake>, Error> {
    Ok(Json(shipped()?.intake.clone()))
}

/// A control library by its name.
#[utoipa::path(get, path = "/api/libraries/{name}", tag = "questionnaires",
    responses((status = 200, body = Library), (status = 404, body = Problem)))]
pub async fn library(_: Staff, Path(name): Path<String>) -> Result<Json<Library>, Error> {
    let library = shipped()?.libraries.iter().find(|(known, _)| *known == name);
    Ok(Json(library.ok_or_else(Error::not_found)?.1.clone()))
}
