"""Words for what a person is: offices that a text follows, occupations that tell a person."""

from transforms.extractor.words import words

ROLES = words(
    "president minister chancellor premier senator governor mayor secretary ambassador congressman "
    "congresswoman representative lawmaker general admiral judge spokesman spokeswoman "
    "spokesperson envoy leader chairman chairwoman chair director commissioner candidate nominee "
    "diplomat adviser analyst professor author lawyer negotiator official chief executive king "
    "queen pope activist strategist pollster businessman billionaire democrat republican"
)
OCCUPATIONS = words(
    "actor advocate author baker banker barrister captain clerk coach colonel consultant "
    "councillor counsel cousin daughter deputy dean doctor driver editor engineer farmer father "
    "founder friend graduate head historian host husband investor journalist lecturer lieutenant "
    "major manager mother musician nurse officer organiser organizer owner partner pastor "
    "pensioner physician pilot politician priest publisher rabbi reporter researcher resident "
    "retired scholar scientist sergeant sister brother soldier son specialist student supporter "
    "surgeon teacher trader treasurer veteran volunteer widow wife worker writer"
)
TITLES = {
    "sen": "senator",
    "rep": "representative congressman congresswoman lawmaker",
    "gov": "governor",
    "gen": "general",
    "prof": "professor",
    "senator": "lawmaker",
    "president": "leader",
    "chancellor": "leader",
    "premier": "leader",
}
