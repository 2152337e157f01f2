//! The icons: one sprite, `public/icons.svg`, that the page carries in itself; one variant per symbol of it.
//!
//! An icon never carries meaning alone: words stand beside it, or the control has a name.

use crate::paths::icon_url;
use leptos::prelude::*;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $symbol:literal;)*) => {
        /// A symbol of the sprite.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Symbol { $($(#[$doc])* $name,)* }

        impl Symbol {
            /// Where the symbol is.
            #[must_use]
            pub fn href(self) -> String {
                icon_url(match self { $(Symbol::$name => $symbol,)* })
            }
        }
    };
}

icons! {
    /// Back.
    ArrowLeft = "arrow-left";
    /// On.
    ArrowRight = "arrow-right";
    /// Done.
    Check = "check";
    /// Take away.
    Close = "close";
    /// Something is wrong.
    Alert = "alert";
    /// Good to know.
    Info = "info";
    /// Time runs.
    Clock = "clock";
    /// A date.
    Calendar = "calendar";
    /// Into the program.
    Upload = "upload";
    /// Out of the program.
    Download = "download";
    /// A file.
    File = "file";
    /// A link.
    Link = "link";
    /// Words on something.
    Comment = "comment";
    /// Narrow a list.
    Filter = "filter";
    /// Order a list.
    Sort = "sort";
    /// Open downwards.
    ChevronDown = "chevron-down";
    /// Open sideways.
    ChevronRight = "chevron-right";
    /// Leads out.
    External = "external";
    /// Closed to some.
    Lock = "lock";
    /// People.
    Users = "users";
    /// Protected.
    Shield = "shield";
    /// Change.
    Edit = "edit";
    /// Without connection.
    Offline = "offline";
    /// Kept on the server.
    Saved = "saved";
    /// What was before.
    History = "history";
    /// A finding.
    Flag = "flag";
    /// Add.
    Plus = "plus";
    /// More actions.
    More = "more";
    /// The menu.
    Menu = "menu";
    /// Print.
    Print = "print";
    /// Reply.
    Reply = "reply";
    /// The program's mark.
    Assay = "assay";
}

/// An icon beside words.
#[component]
pub fn Icon(
    /// Which.
    symbol: Symbol,
    /// Smaller, for a line of small text.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    view! {
        <svg class="icon" data-size=small.then_some("s") aria-hidden="true">
            <use_ href=symbol.href() />
        </svg>
    }
}
