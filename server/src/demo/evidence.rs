//! The evidence of the example: three small files a vendor, attached where evidence is asked for.
//!
//! The files are real ones in the file store, taken in as an upload would be.

use super::cast::Quality;
use super::story::Scene;
use crate::error::Error;
use crate::record::{Change, keep};
use crate::store::{Reading, Row};
use axum::body::Body;
use chrono::NaiveDate;
use domain::assessment::{Attachment, Command};
use domain::calendar::plus_days;
use domain::id::{EvidenceId, FileHash, QuestionId};
use domain::template::Requirement;

/// Attaches evidence to the answered questions that ask for it, fewer the weaker the vendor.
pub(super) async fn attach(scene: &Scene<'_>, day: NaiveDate) -> Result<(), Error> {
    let (stage, supplier) = (scene.stage, scene.supplier);
    let mut files: Vec<(FileHash, u64, String)> = Vec::new();
    for kind in ["Policy", "Operating record", "Test report"] {
        let text = format!(
            "{kind}\n\nHolder: {}\nSystem: {}, version {}\nDate: {day}\n\nThis file belongs to the example organisation.\n",
            supplier.name, scene.system.name, scene.system.version
        );
        let name = format!("{} - {}.txt", scene.system.name, kind.to_lowercase());
        let taken = stage.state.files.take_in(&name, Body::from(text)).await?;
        keep(&stage.state, &stage.org, &scene.id, &name, &taken, None).await?;
        files.push((taken.hash.clone(), taken.size, name));
    }
    let mut change =
        Change::of_answers(Reading::Anew, &stage.state, &stage.org, scene.ids.answers(), &scene.id).await?;
    let answered: Vec<QuestionId> = change.dossier.assessment(&scene.id)?.folded.answers().keys().cloned().collect();
    let every = match scene.system.quality {
        Quality::Strong => 10,
        Quality::Middling => 3,
        Quality::Weak => 2,
    };
    let asks = |id: &QuestionId| {
        let question = scene.questionnaire.question(id)?;
        let requirement = question.evidence.requirement;
        let kind = serde_json::to_value(question.evidence.kinds.first()?).ok()?.as_str()?.to_owned();
        (requirement != Requirement::None).then_some((id.clone(), kind))
    };
    for (place, (question, kind)) in answered.iter().filter_map(asks).enumerate() {
        // A strong vendor leaves a tenth out, a weak one every second.
        if place % every == every - 1 {
            continue;
        }
        let Some((file, size, name)) = files.get(place % files.len().max(1)) else { continue };
        let attachment = Attachment {
            finding: None,
            id: super::stage::id::<EvidenceId>(&format!("{}-{}", scene.id, question))?,
            question,
            file: file.clone(),
            name: name.clone(),
            size: *size,
            media_type: "text/plain".into(),
            kind,
            valid_until: (place % 4 == 1).then(|| plus_days(day, 300)),
        };
        change.assessment(&scene.id, Command::Attach(attachment))?;
        change.batch().rows.push(Row::AttachFile(file.clone()));
    }
    stage.commit(change).await?;
    Ok(())
}
